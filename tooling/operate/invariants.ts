/** `npm run invariants`: is what the database holds still true? Reads one snapshot; the server may run. */
import { filesDirOf, withDatabase } from './database.ts'
import { checkInvariants } from './invariants/check.ts'
import { isClean, toTable } from './invariants/report.ts'

try {
  const reports = await withDatabase(process.env, (url) => checkInvariants(url, filesDirOf(process.env)))
  console.log(toTable(reports))
  process.exitCode = isClean(reports) ? 0 : 1
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
