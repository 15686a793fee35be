import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { connect } from 'node:net'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'
import { describe, expect, inject, it, vi } from 'vitest'
import { cloneDatabase } from '../src/index.ts'

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

describe('a cloned database', () => {
  it('holds what the template holds', async () => {
    const database = await cloneDatabase(inject('databaseTemplate'))
    expect(await query(database.url, 'SELECT text FROM note')).toEqual([{ text: 'from the template' }])
    await database.drop()
  })

  it('does not see what is written to another clone, made at the same moment', async () => {
    const template = inject('databaseTemplate')
    const [first, second] = await Promise.all([cloneDatabase(template), cloneDatabase(template)])
    await query(first.url, "INSERT INTO note VALUES ('mine')")
    expect(await query(second.url, 'SELECT count(*)::int FROM note')).toEqual([{ count: 1 }])
    await Promise.all([first.drop(), second.drop()])
  })

  it('is gone after drop, even when somebody is still connected', async () => {
    const database = await cloneDatabase(inject('databaseTemplate'))
    const client = new Client({ connectionString: database.url })
    client.on('error', () => {})
    await client.connect()
    await database.drop()
    await expect(query(database.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' })
  })
})

describe('a throw-away server', () => {
  it('stops and leaves no folder when the process that asked for it is killed', async () => {
    const asker = spawn(process.execPath, [fileURLToPath(new URL('./ask-and-wait.ts', import.meta.url))], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, TEST_DATABASE_URL: '' },
    })
    const [line] = await once(createInterface({ input: asker.stdout }), 'line')
    const { port, folder } = JSON.parse(String(line))
    expect(await answers(port)).toBe(true)
    expect(existsSync(folder)).toBe(true)

    asker.kill('SIGKILL')

    await vi.waitUntil(async () => !(await answers(port)) && !existsSync(folder), 20_000)
  })
})

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.on('connect', () => resolve(true)).on('error', () => resolve(false))
    socket.on('connect', () => socket.destroy())
  })
}
