import { createSyncClient } from '../src/index.ts'

/** A device that saves one change after another and says so, until its process is killed. */
const client = await createSyncClient({
  address: 'http://127.0.0.1:1',
  org: 'ORG-DEMO',
  database: process.argv[2] ?? '',
})
for (let index = 0; ; index += 1) {
  const { mutation_id } = await client.queueChange('Ticket', null, { subject: `Leak ${index}` })
  process.stdout.write(`${mutation_id}\n`)
}
