/**
 * `npm run rules:replay -- FILE --org ORG [--last N]`: what the rules in FILE would have decided otherwise. FILE is
 * JSON: entries of the plan's strategy table by DocType. It reads, and changes nothing.
 */
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { withDatabase } from '@dartwing/operate/database'
import { REPLAY_MAX, type ReplayResponse, replayRequest } from '@dartwing/protocol'
import { Pool } from 'pg'
import { inTransaction } from '../src/platform/prisma/statements.ts'
import { replay } from '../src/rules/replay/replay.ts'
import { toReport } from './rules-replay/report.ts'

const USAGE = 'Say which rules, and whose conflicts: npm run rules:replay -- FILE --org ORG [--last N]'

function readAsked() {
  const { values, positionals } = parseArgs({
    options: { org: { type: 'string' }, last: { type: 'string', default: String(REPLAY_MAX) } },
    allowPositionals: true,
  })
  const [file] = positionals
  if (file === undefined || values.org === undefined) throw new Error(USAGE)
  // npm changes to the root of the repository; a path is meant from where it was typed.
  return { file: resolve(process.env.INIT_CWD ?? '', file), org: values.org, last: Number(values.last) }
}

async function run(url: string, org: string, request: unknown): Promise<ReplayResponse> {
  const parsed = replayRequest.safeParse(request)
  if (!parsed.success) {
    throw new Error(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'),
    )
  }
  const pool = new Pool({ connectionString: url, max: 1 })
  try {
    const { rowCount } = await pool.query('SELECT 1 FROM organisation WHERE org_id = $1', [org])
    if (rowCount === 0) throw new Error(`There is no organisation ${org}.`)
    return await replay(org, parsed.data, (work) =>
      inTransaction(
        pool,
        () => '',
        async (tx) => {
          await tx.$queryRaw`SELECT set_config('app.org_id', ${org}, true)`
          return work(tx)
        },
      ),
    )
  } finally {
    await pool.end()
  }
}

try {
  const { file, org, last } = readAsked()
  const candidates: unknown = JSON.parse(await readFile(file, 'utf8'))
  const began = performance.now()
  const found = await withDatabase(process.env, (url) => run(url, org, { candidates, last, list: last }))
  console.log(toReport(found, performance.now() - began))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
