import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { findEmbeddedPostgres, startEmbeddedPostgres } from '@dartwing/start/embedded-postgres'
import { readSettings } from '@dartwing/start/settings'

/** Where this machine keeps the content of files; null: elsewhere. */
export function filesDirOf(env: NodeJS.ProcessEnv): string | null {
  const folder = join(readSettings(env).dataDir, 'files')
  return !env.FILES_S3_BUCKET && existsSync(folder) ? folder : null
}

/**
 * Hands over the address of the product's database: that of `DATABASE_URL`, or the embedded one of `DATA_DIR`,
 * which is started for the time being when it does not run.
 */
export async function withDatabase<T>(env: NodeJS.ProcessEnv, use: (url: string) => Promise<T>): Promise<T> {
  const { databaseUrl, dataDir } = readSettings(env)
  const running = databaseUrl ?? findEmbeddedPostgres({ dataDir })
  if (running !== undefined) return use(running)
  if (!existsSync(join(dataDir, 'postgres'))) {
    throw new Error(`There is no database in ${dataDir} yet. Set DATA_DIR or DATABASE_URL, or run npm start.`)
  }
  const server = await startEmbeddedPostgres({ dataDir })
  try {
    return await use(server.url)
  } finally {
    await server.stop()
  }
}
