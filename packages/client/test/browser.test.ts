import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { openAsking } from '../src/browser/asking.ts'
import { lead } from '../src/browser/leader.ts'
import { openChannel } from '../src/browser/messages.ts'
import { openBrowserDriver } from '../src/browser/opfs-driver.ts'
import { createSyncClient } from '../src/index.ts'
import { useBench } from './device.ts'

const bench = useBench()
const nowhere = { address: 'http://127.0.0.1:1', org: 'ORG-DEMO', database: 'demo' }

describe('a write that is asked for twice under one id', () => {
  it('is done once, and the second asking is given the first answer, after a restart too', async () => {
    const first = await bench.open()
    const queued = await first.queueChange('Ticket', null, { subject: 'Leak' }, { call_id: 'call-1' })
    await first.queueChange('Ticket', queued.name, { subject: 'Leak, and worse' })
    await first.close()

    const again = await bench.open()
    expect(await again.queueChange('Ticket', null, { subject: 'Leak' }, { call_id: 'call-1' })).toEqual(
      queued,
    )
    expect(await again.list('Ticket')).toMatchObject([{ data: { subject: 'Leak, and worse' } }])
    await again.discard(queued.mutation_id, { call_id: 'call-2' })
    await again.discard(queued.mutation_id, { call_id: 'call-2' })
    await expect(again.discard(queued.mutation_id)).rejects.toMatchObject({ code: 'unknown_mutation' })
  })

  it('may be asked for again when it failed: a failure is not remembered', async () => {
    const client = await bench.open()
    const remove = () => client.queueDelete('Ticket', 'TKT-1', { call_id: 'call-1' })
    await expect(remove()).rejects.toMatchObject({ code: 'unknown_document' })
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Leak' })
    expect(await remove()).toMatchObject({ name: 'TKT-1' })
  })
})

// Node has no files of an origin, as a private window has none.
describe('where the browser keeps nothing', () => {
  it('the client is refused, unless it was said that it may forget', async () => {
    await expect(openBrowserDriver(nowhere)).rejects.toMatchObject({ code: 'no_storage' })
    const database = await openBrowserDriver({ ...nowhere, storage: 'memory' })
    const client = await createSyncClient({ ...nowhere, database })
    await client.queueChange('Ticket', 'TKT-1', { subject: 'Leak' })
    expect(await client.pending()).toHaveLength(1)
    expect(await database.persisted?.()).toBe(false)
    await client.close()
  })

  it('SQLite as WebAssembly does what the port says: one transaction at a time, whole or not at all', async () => {
    const driver = await openBrowserDriver({ ...nowhere, storage: 'memory' })
    await driver.exec('CREATE TABLE t (a INTEGER)')
    const failing = driver.transaction(async (tx) => {
      await tx.run('INSERT INTO t VALUES (?)', [1])
      throw new Error('stop')
    })
    const following = driver.transaction((tx) => tx.run('INSERT INTO t VALUES (?), (3)', [2]))
    await expect(failing).rejects.toThrow('stop')
    expect(await following).toBe(2)
    expect(await driver.all('SELECT a FROM t WHERE a > ?', [1])).toEqual([{ a: 2 }, { a: 3 }])
    await expect(driver.run('INSERT INTO nothing VALUES (1)')).rejects.toMatchObject({ resultCode: 1 })
    await driver.close()
  })
})

function startLeader(address = nowhere.address): { readonly stop: () => Promise<void> } {
  const closing = new AbortController()
  const stopped = new Promise<void>((resolve) => closing.signal.addEventListener('abort', () => resolve()))
  const leading = lead({ ...nowhere, address, storage: 'memory' }, stopped)
  return {
    stop: () => {
      closing.abort()
      return leading
    },
  }
}

describe('a tab that asks', () => {
  it('before anybody leads is answered by the first who does, and is told what happens', async () => {
    const heard: string[] = []
    const asking = openAsking(
      'demo',
      (event) => heard.push(event.type),
      () => heard.push('leader'),
    )
    const saved = asking.ask('queueChange', (call_id) => [
      'Ticket',
      'TKT-1',
      { subject: 'Leak' },
      { call_id },
    ])
    const leader = startLeader()
    expect(await saved).toMatchObject({ name: 'TKT-1' })
    expect(heard).toContain('leader')
    expect(heard).toContain('changed')
    expect(await asking.ask('pending', () => [])).toHaveLength(1)
    await expect(asking.ask('discard', () => ['nothing'])).rejects.toMatchObject({ code: 'unknown_mutation' })
    asking.end(new Error('closed'))
    await expect(asking.ask('pending', () => [])).rejects.toThrow('closed')
    await leader.stop()
  })

  it('has its files carried by the one that leads, and is told how far they are', async () => {
    const heard: string[] = []
    const asking = openAsking(
      'demo',
      (event) => {
        if (event.type === 'attachment')
          heard.push(`${event.attachment.state} ${event.attachment.moved_bytes}`)
      },
      () => undefined,
    )
    const leader = startLeader(bench.server.address)
    await asking.ask('login', () => ['ana@demo.test', 'demo'])
    const to = { doctype: 'Dispatch Job', name: 'JOB-1', field: 'photos' }
    const file = { file_name: 'a.jpg', mime: 'image/jpeg', bytes: new TextEncoder().encode('a photo') }
    const { name } = await asking.ask('attachments.queueAttachment', (call_id) => [to, file, { call_id }])
    await asking.ask('sync', () => [])
    bench.server.next('/api/uploads', () => ({ status: 201, headers: { location: '/api/uploads/one' } }))
    bench.server.next('/api/uploads/one', () => ({ status: 204, headers: { 'upload-offset': '7' } }))
    await asking.ask('attachments.transfer', () => [])
    expect(await asking.ask('attachments.list', () => [])).toMatchObject([{ file: name, state: 'done' }])
    expect(await (await asking.ask('attachments.read', () => [name]))?.text()).toBe('a photo')
    expect(heard).toEqual(['uploading 0', 'uploading 0', 'done 7'])
    asking.end(new Error('closed'))
    await leader.stop()
  })

  it('is told when nobody took the call in time; then nobody takes it later', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const asking = openAsking(
      'demo',
      () => undefined,
      () => undefined,
    )
    const saved = asking.ask('queueChange', (call_id) => [
      'Ticket',
      'TKT-1',
      { subject: 'Leak' },
      { call_id },
    ])
    const told = expect(saved).rejects.toMatchObject({ code: 'no_leader' })
    vi.advanceTimersByTime(60_000)
    await told
    vi.useRealTimers()

    const leader = startLeader()
    expect(await asking.ask('pending', () => [])).toEqual([])
    const late = openChannel('demo')
    const args = ['Ticket', 'TKT-2', { subject: 'Late' }]
    late.postMessage({ kind: 'call', id: 'late', method: 'queueChange', args, until: 0 })
    expect(await asking.ask('pending', () => [])).toEqual([])
    late.close()
    asking.end(new Error('closed'))
    await leader.stop()
  })
})
