import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startEmbeddedPostgres } from '../embedded-postgres.ts'
import { isAlive } from '../postgres/process-identity.ts'
import { query } from './query.ts'

let dataDir: string

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'dartwing-start-'))
  // mkdtemp makes it 0700; the server of a root start runs as another account.
  chmodSync(dataDir, 0o755)
})

afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

async function startInAnotherProcess() {
  const script = fileURLToPath(new URL('./start-and-wait.ts', import.meta.url))
  const starter = spawn(process.execPath, [script, dataDir], { stdio: ['pipe', 'pipe', 'inherit'] })
  const [line] = await once(createInterface({ input: starter.stdout }), 'line')
  const { pid, url } = JSON.parse(String(line))
  const kill = async () => {
    starter.kill('SIGKILL')
    await once(starter, 'exit')
  }
  return { pid: Number(pid), url: String(url), kill }
}

describe('the embedded PostgreSQL', () => {
  it('keeps its data and its password over a restart, and is gone in between', async () => {
    const first = await startEmbeddedPostgres({ dataDir })
    await query(first.url, "CREATE TABLE note AS SELECT 'kept' AS text")
    await first.stop()
    expect(isAlive(first.pid)).toBe(false)

    const second = await startEmbeddedPostgres({ dataDir })
    expect(await query(second.url, 'SELECT text FROM note')).toEqual([{ text: 'kept' }])
    expect(new URL(second.url).password).toBe(new URL(first.url).password)
    await second.stop()
  })

  it('is durable, listens on this machine only, and asks for the password', async () => {
    const server = await startEmbeddedPostgres({ dataDir })
    const settings = `SELECT current_setting('fsync') AS fsync, current_setting('full_page_writes') AS pages,
      current_setting('listen_addresses') AS addresses, current_setting('unix_socket_directories') AS sockets`
    expect(await query(server.url, settings)).toEqual([
      { fsync: 'on', pages: 'on', addresses: '127.0.0.1', sockets: '' },
    ])
    const wrong = new URL(server.url)
    wrong.password = 'guess'
    await expect(query(wrong.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' })
    expect(statSync(join(dataDir, 'postgres', 'password')).mode & 0o777).toBe(0o600)
    await server.stop()
  })

  it('takes over the server of a start that was killed', async () => {
    const killed = await startInAnotherProcess()
    await query(killed.url, "CREATE TABLE note AS SELECT 'kept' AS text")
    await killed.kill()
    expect(isAlive(killed.pid)).toBe(true)

    const server = await startEmbeddedPostgres({ dataDir })
    expect(server).toMatchObject({ adopted: true, pid: killed.pid })
    expect(await query(server.url, 'SELECT text FROM note')).toEqual([{ text: 'kept' }])
    await server.stop()
    expect(isAlive(killed.pid)).toBe(false)
  })

  it('is not taken away from a start that is still running', async () => {
    const running = await startInAnotherProcess()
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow('in use by process')
    expect(await query(running.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    await running.kill()
    await (await startEmbeddedPostgres({ dataDir })).stop()
  })

  it('recovers what was committed when it was itself killed', async () => {
    const first = await startEmbeddedPostgres({ dataDir })
    await query(first.url, "CREATE TABLE note AS SELECT 'kept' AS text")
    process.kill(first.pid, 'SIGKILL')
    const second = await startEmbeddedPostgres({ dataDir })
    expect(await query(second.url, 'SELECT text FROM note')).toEqual([{ text: 'kept' }])
    await second.stop()
  })

  it('refuses a data folder that is broken or of another version, and leaves it as it is', async () => {
    const data = join(dataDir, 'postgres', 'data')
    mkdirSync(data, { recursive: true })
    writeFileSync(join(data, 'precious'), '')
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow('not a complete PostgreSQL data folder')
    writeFileSync(join(data, 'PG_VERSION'), '17\n')
    await expect(startEmbeddedPostgres({ dataDir })).rejects.toThrow('of PostgreSQL 17')
    expect(readdirSync(data).sort()).toEqual(['PG_VERSION', 'precious'])
  })
})
