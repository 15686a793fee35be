import { ENDPOINTS } from '@dartwing/protocol'
import { describe, expect, it } from 'vitest'
import { useBench } from './device.ts'
import { refusing, replyLost } from './scripted-server.ts'

const bench = useBench()
const pathCount = (path: string) => bench.server.received.filter((request) => request.path === path).length

describe('a dead access token', () => {
  it('is renewed once, and the request goes again', async () => {
    const client = await bench.ready()
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.validToken = 'another'
    expect((await client.sync()).status).toBe('success')
    expect(pathCount(ENDPOINTS.refresh)).toBe(1)
  })

  it('and the rotated tokens are still there after a restart', async () => {
    const client = await bench.ready()
    bench.server.validToken = 'another'
    await client.sync()
    await client.close()
    const again = await bench.open()
    expect((await again.sync()).ended.kind).toBe('complete')
    expect(pathCount(ENDPOINTS.refresh)).toBe(1)
  })

  it('that cannot be renewed asks for a sign-in, and the queue stays', async () => {
    const client = await bench.ready()
    const seen: string[] = []
    client.subscribe((event) => seen.push(event.type))
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    bench.server.validToken = 'another'
    bench.server.next(ENDPOINTS.refresh, refusing('reauth_required'))
    const result = await client.sync()
    expect(result.ended).toEqual({ kind: 'reauth' })
    expect(result.retry).toHaveLength(1)
    expect(await client.status()).toMatchObject({ reauth: true, waiting: 1 })
    expect(seen).toContain('reauth')

    bench.server.validToken = 'access-9'
    await client.login('ana@demo.test', 'demo')
    expect((await client.sync()).status).toBe('success')
    expect(await client.status()).toMatchObject({ reauth: false, waiting: 0 })
  })

  it('renewed by an answer that got lost is no reason to sign in again', async () => {
    const client = await bench.ready()
    bench.server.validToken = 'another'
    bench.server.next(ENDPOINTS.refresh, replyLost)
    expect((await client.sync()).ended.kind).toBe('complete')
    expect((await client.status()).reauth).toBe(false)
  })
})

describe('a database', () => {
  it('refuses another account while changes wait', async () => {
    const client = await bench.ready()
    const { mutation_id } = await client.queueChange('Ticket', null, { subject: 'Leak' })
    await expect(client.login('ben@demo.test', 'demo')).rejects.toMatchObject({ code: 'account_mismatch' })
    await client.discard(mutation_id)
    const before = (await client.status()).device_id
    await client.login('ben@demo.test', 'demo')
    const after = await client.status()
    expect(after.account).toBe('ben@demo.test')
    expect(after.device_id).not.toBe(before)
    expect(after.complete).toBe(false)
  })

  it('keeps the queue over a sign-out', async () => {
    const client = await bench.ready()
    await client.queueChange('Ticket', null, { subject: 'Leak' })
    await client.logout()
    expect((await client.sync()).ended).toEqual({ kind: 'reauth' })
    await client.login('ana@demo.test', 'demo')
    expect((await client.sync()).status).toBe('success')
  })
})

describe('signing in', () => {
  it('says why not', async () => {
    const client = await bench.open()
    bench.server.next(ENDPOINTS.login, refusing('wrong_credentials'))
    await expect(client.login('ana@demo.test', 'no')).rejects.toMatchObject({
      code: 'refused',
      problem: 'wrong_credentials',
    })
    bench.server.next(ENDPOINTS.login, () => 'cut')
    await expect(client.login('ana@demo.test', 'demo')).rejects.toMatchObject({ code: 'unreachable' })
    const stranger = await bench.open({ org: 'ORG-OTHER', database: ':memory:' })
    await expect(stranger.login('ana@demo.test', 'demo')).rejects.toMatchObject({ code: 'not_a_member' })
  })
})

it('two syncs at once run one after the other and spend one refresh token', async () => {
  const client = await bench.ready()
  bench.server.validToken = 'another'
  await client.queueChange('Ticket', null, { subject: 'Leak' })
  const [first, second] = await Promise.all([client.sync(), client.sync()])
  expect([first.results.length, second.results.length]).toEqual([1, 0])
  expect(pathCount(ENDPOINTS.refresh)).toBe(1)
})

it('closing does not wait for a server that is silent', async () => {
  const client = await bench.ready()
  await client.queueChange('Ticket', null, { subject: 'Leak' })
  const reached = new Promise<void>((resolve) => {
    bench.server.next(ENDPOINTS.upsertBatch, () => {
      resolve()
      return 'silence'
    })
  })
  const running = client.sync()
  await reached
  await client.close()
  expect((await running).ended.kind).toBe('unreachable')
})
