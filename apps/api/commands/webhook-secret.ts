/** `npm run webhook:secret -- ORG [--rotate]`: what an organisation's Frappe site signs its webhooks with. */
import { parseArgs } from 'node:util'
import { withDatabase } from '@dartwing/operate/database'
import { keepAuthSecret } from '@dartwing/start/secret'
import { readSettings } from '@dartwing/start/settings'
import { Client } from 'pg'
import { webhookSecret } from '../src/linked/webhook-secret.ts'

/** As the owner of the database: the number is no organisation's own row. */
async function revisionOf(databaseUrl: string, org: string, rotate: boolean): Promise<number> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    const { rows } = await client.query<{ webhook_revision: number }>(
      rotate
        ? 'UPDATE organisation SET webhook_revision = webhook_revision + 1 WHERE org_id = $1 RETURNING webhook_revision'
        : 'SELECT webhook_revision FROM organisation WHERE org_id = $1',
      [org],
    )
    const [row] = rows
    if (row === undefined) throw new Error(`There is no organisation ${org}.`)
    return row.webhook_revision
  } finally {
    await client.end()
  }
}

try {
  const { values, positionals } = parseArgs({
    options: { rotate: { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const [org] = positionals
  if (org === undefined) {
    throw new Error('Say whose secret it is: npm run webhook:secret -- ORG [--rotate]')
  }
  const { authSecret, databaseUrl, dataDir } = readSettings(process.env)
  if (authSecret === undefined && databaseUrl !== undefined) {
    throw new Error('With DATABASE_URL, set AUTH_SECRET to that of the server.')
  }
  const revision = await withDatabase(process.env, (url) => revisionOf(url, org, values.rotate))
  console.log(webhookSecret(authSecret ?? keepAuthSecret(dataDir), org, revision))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
