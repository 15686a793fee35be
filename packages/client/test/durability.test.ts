import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { openNodeDriver } from '../src/index.ts'
import { useBench } from './device.ts'

const bench = useBench()

describe('what was queued', () => {
  it('survives closing and reopening, with its id, its order and its view', async () => {
    bench.server.write('Dispatch Job', 'JOB-1', { title: 'Pump' })
    const first = await bench.ready()
    const job = await first.queueChange('Dispatch Job', null, { title: 'Boiler' })
    const { mutation_id } = await first.queueDelete('Dispatch Job', 'JOB-1')
    await first.close()

    const again = await bench.open()
    const pending = await again.pending()
    expect(pending.map((entry) => [entry.mutation_id, entry.op])).toEqual([
      [job.mutation_id, 'insert'],
      [mutation_id, 'delete'],
    ])
    expect((await again.get('Dispatch Job', 'JOB-1'))?.data).toBeNull()
    expect((await again.get('Dispatch Job', job.name))?.data).toEqual({ title: 'Boiler' })
  })

  it('survives the death of its process, from the moment it was said to be saved', async () => {
    const script = new URL('./queue-until-killed.ts', import.meta.url).pathname
    const child = spawn(process.execPath, [script, bench.databasePath], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const saved: string[] = []
    for await (const line of createInterface({ input: child.stdout })) {
      saved.push(line)
      if (saved.length === 20) child.kill('SIGKILL')
    }
    const client = await bench.open()
    const pending = (await client.pending()).map((entry) => entry.mutation_id)
    expect(pending.slice(0, saved.length)).toEqual(saved)
    expect(await client.list('Ticket')).toHaveLength(pending.length)
  })

  it('is in the document and in the queue, or in neither', async () => {
    const path = bench.databasePath
    const driver = openNodeDriver(path)
    const client = await bench.open({ database: driver })
    await driver.exec(
      `CREATE TRIGGER full BEFORE INSERT ON document BEGIN SELECT RAISE(ABORT, 'disk full'); END`,
    )
    await expect(client.queueChange('Ticket', 'TKT-1', { subject: 'Leak' })).rejects.toThrow('disk full')
    expect(await client.pending()).toEqual([])

    await driver.exec('DROP TRIGGER full')
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Leak' })
    expect(await client.pending()).toHaveLength(1)
    expect((await client.get('Ticket', 'TKT-1'))?.data).toEqual({ subject: 'Leak' })
  })

  it('is written with WAL and synchronous=FULL', async () => {
    const driver = openNodeDriver(bench.databasePath)
    await driver.exec('CREATE TABLE t (a)')
    expect(await driver.all('PRAGMA journal_mode')).toEqual([{ journal_mode: 'wal' }])
    expect(await driver.all('PRAGMA synchronous')).toEqual([{ synchronous: 2 }])
    await driver.close()
  })

  it('is seen by another reader of the file as soon as the promise resolves', async () => {
    const client = await bench.open()
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Leak' })
    const reader = new DatabaseSync(bench.databasePath, { readOnly: true })
    expect(reader.prepare('SELECT count(*) AS entries FROM mutation').get()).toEqual({ entries: 1 })
    reader.close()
  })
})

describe('a database', () => {
  it('belongs to one organisation', async () => {
    await bench.open()
    await expect(bench.open({ org: 'ORG-OTHER' })).rejects.toMatchObject({ code: 'database_mismatch' })
  })

  it('keeps its device id', async () => {
    const first = await bench.open()
    const { device_id } = await first.status()
    await first.close()
    expect((await (await bench.open()).status()).device_id).toBe(device_id)
  })

  it('rolls a transaction back whole, and lets the next one run', async () => {
    const driver = openNodeDriver(bench.databasePath)
    await driver.exec('CREATE TABLE t (a INTEGER)')
    const failing = driver.transaction(async (tx) => {
      await tx.run('INSERT INTO t VALUES (1)')
      throw new Error('stop')
    })
    const following = driver.transaction((tx) => tx.run('INSERT INTO t VALUES (2)'))
    await expect(failing).rejects.toThrow('stop')
    await following
    expect(await driver.all('SELECT a FROM t')).toEqual([{ a: 2 }])
    await driver.close()
  })
})
