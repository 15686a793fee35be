/** `npm run demo:week [-- SYNCS]`: fills a demo that is running with a week of traffic. */

import { fillWeek } from './demo/week/week.ts'
import { findEmbeddedPostgres } from './embedded-postgres.ts'
import { withClient } from './serve/database.ts'
import { readSettings } from './serve/settings.ts'

const SYNCS = Number(process.argv[2] ?? 5000)

try {
  if (!Number.isInteger(SYNCS) || SYNCS < 1) throw new Error('How many syncs? A whole number, such as 5000.')
  const { databaseUrl, dataDir, host, port } = readSettings(process.env)
  const url = databaseUrl ?? findEmbeddedPostgres({ dataDir })
  if (url === undefined)
    throw new Error('There is no demo running here. Run npm start first, in another window.')
  const began = Date.now()
  await withClient(url, (database) =>
    fillWeek({
      address: `http://${host}:${port}`,
      dataDir,
      database,
      syncs: SYNCS,
      progress: (line) => console.log(line),
    }),
  )
  console.log(
    `done in ${Math.round((Date.now() - began) / 1000)} s: look at /admin/overview as admin@demo.test`,
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
