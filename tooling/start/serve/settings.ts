import { isAbsolute, join } from 'node:path'
import { ROOT } from '../process/paths.ts'

export interface Settings {
  readonly port: number
  readonly host: string
  readonly dataDir: string
  /** undefined: the embedded PostgreSQL. */
  readonly databaseUrl: string | undefined
  /** `unless_used`: not asked for, so only a database that holds nothing else gets it. */
  readonly demo: 'yes' | 'no' | 'unless_used'
  readonly authSecret: string | undefined
}

/** Reads and checks the environment before anything is started. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  return {
    port: readPort(env.PORT),
    host: env.HOST || '127.0.0.1',
    dataDir: readDataDir(env.DATA_DIR),
    databaseUrl: readDatabaseUrl(env.DATABASE_URL),
    demo: readDemo(env),
    authSecret: readSecret(env.AUTH_SECRET),
  }
}

function readPort(value: string | undefined): number {
  const port = Number(value || '3000')
  if (Number.isInteger(port) && port >= 1 && port <= 65_535) return port
  throw new Error(`PORT must be a whole number from 1 to 65535, not "${value}".`)
}

function readDataDir(value: string | undefined): string {
  const folder = value || '.data'
  return isAbsolute(folder) ? folder : join(ROOT, folder)
}

function readDatabaseUrl(value: string | undefined): string | undefined {
  if (!value) return undefined
  if (/^postgres(ql)?:\/\//.test(value) && URL.canParse(value)) return value
  throw new Error('DATABASE_URL must look like postgresql://user:password@host:5432/database.')
}

function readDemo(env: NodeJS.ProcessEnv): Settings['demo'] {
  const { DEMO, NODE_ENV, DATABASE_URL } = env
  if (DEMO && DEMO !== '0' && DEMO !== '1') throw new Error(`DEMO must be 0 or 1, not "${DEMO}".`)
  if (DEMO === '1' && NODE_ENV === 'production') {
    throw new Error(
      'DEMO=1 makes accounts whose password everybody knows, so it is refused with NODE_ENV=production.',
    )
  }
  if (DEMO) return DEMO === '1' ? 'yes' : 'no'
  return NODE_ENV === 'production' || DATABASE_URL ? 'no' : 'unless_used'
}

function readSecret(value: string | undefined): string | undefined {
  if (!value) return undefined
  if (value.length >= 32) return value
  throw new Error('AUTH_SECRET must have at least 32 characters.')
}
