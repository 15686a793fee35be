/** Where the real server's time goes: a CPU profile of its process, and the statements it waits for. */
import { mkdtempSync, readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { table } from '../../table.ts'
import { withClient } from '../arena.ts'
import { beginCounting, topStatements } from './statements.sql.ts'

const STATEMENTS = 15
const QUERY_LETTERS = 110
const EXIT_WHEN_TOLD = fileURLToPath(new URL('./exit-when-told.ts', import.meta.url))

export interface Profile {
  /** For the process that is looked at. */
  readonly env: NodeJS.ProcessEnv
  begin(databaseUrl: string): Promise<void>
  statements(databaseUrl: string): Promise<string>
  /** Where the CPU profile is, once its process has ended. */
  files(): string
}

export function openProfile(): Profile {
  const folder = mkdtempSync(join(tmpdir(), 'dartwing-profile-'))
  return {
    env: { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder} --import=${EXIT_WHEN_TOLD}` },
    begin: (databaseUrl) => withClient(databaseUrl, beginCounting),
    statements: (databaseUrl) => withClient(databaseUrl, async (client) => statementTable(client)),
    files: () =>
      readdirSync(folder)
        .map((file) => join(folder, file))
        .join('\n'),
  }
}

async function statementTable(client: Parameters<typeof topStatements>[0]): Promise<string> {
  const rows = (await topStatements(client, STATEMENTS)).map(
    ({ share, total_ms, calls, mean_ms, rows, query }) => [
      `${(share * 100).toFixed(1)} %`,
      total_ms.toFixed(0),
      calls,
      mean_ms.toFixed(2),
      rows,
      query.slice(0, QUERY_LETTERS),
    ],
  )
  return table([['share', 'total ms', 'calls', 'mean ms', 'rows', 'statement'], ...rows], [5])
}
