/** What strangers and broken clients may try with a live connection: rows S-1 to S-8, S-12 and S-15. */
import { randomUUID } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  ADMIN,
  type Api,
  call,
  insert,
  ORG,
  rawDevice,
  STRANGER,
  signIn,
  startApi,
  TECH_A,
  TECH_B,
} from './api-kit.ts'
import { joinRawLine, openRawLine } from './raw-line.ts'
import { type Line, openLine, openLineOf } from './socket-kit.ts'

const FRIEND = 'https://desk.example'
let api: Api
const lines: Line[] = []
beforeAll(async () => {
  api = await startApi({ ALLOWED_ORIGINS: `${FRIEND}, https://other.example:8443/path` })
})
afterAll(async () => {
  for (const line of lines) line.close()
  await api.close()
})

async function open(email: string, org = ORG): Promise<Line> {
  const line = await openLineOf(api.address, email, org)
  lines.push(line)
  return line
}

/** The server is well, and says what is committed to those it should. */
async function assertServes(line: Line): Promise<void> {
  const name = `TKT-${randomUUID()}`
  await (await rawDevice(api.address, ADMIN)).results([insert('Ticket', name, { subject: 'still here' })])
  await line.until(name)
}

describe('S-1: who does not say who they are', () => {
  it.each([
    ['no token', () => ({ org: ORG })],
    ['nothing at all', () => ({})],
    ['a token of nobody', () => ({ token: 'x', org: ORG })],
    ['a token of another key', async () => ({ token: await forged(), org: ORG })],
    ['no organisation', async () => ({ token: await signIn(api.address, ADMIN) })],
    [
      'an organisation of others',
      async () => ({ token: await signIn(api.address, ADMIN), org: 'ORG-OTHER' }),
    ],
    [
      'an organisation that is none',
      async () => ({ token: await signIn(api.address, ADMIN), org: 'x'.repeat(999) }),
    ],
    ['a list for a token', async () => ({ token: [await signIn(api.address, ADMIN)], org: ORG })],
  ])('%s', async (_name, auth) => {
    await expect(openLine(api.address, await auth())).rejects.toThrow('unauthenticated')
  })

  it('a token in the address, where logs keep it', async () => {
    const token = await signIn(api.address, ADMIN)
    await expect(openLine(api.address, {}, { query: { token, org: ORG } })).rejects.toThrow('unauthenticated')
    await expect(
      openLine(api.address, { org: ORG }, { extraHeaders: { authorization: `Bearer ${token}` } }),
    ).rejects.toThrow('unauthenticated')
  })
})

async function forged(): Promise<string> {
  const { sub, ...claims } = JSON.parse(
    Buffer.from((await signIn(api.address, ADMIN)).split('.')[1] ?? '', 'base64url').toString(),
  )
  return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).setSubject(sub).sign(Buffer.alloc(32, 'x'))
}

describe('S-2: a page of another site', () => {
  const own = () => api.address
  it.each([
    ['another site', () => 'https://evil.example', false],
    ['a name that begins like ours', () => `${own()}.evil.example`, false],
    ['another port of this host', () => 'http://127.0.0.1:1', false],
    ['a page from a file', () => 'null', false],
    ['what is no address', () => 'evil', false],
    ['another port of a named page', () => 'https://other.example', false],
    ['this server', own, true],
    ['a named page', () => FRIEND, true],
    ['another named page', () => 'https://other.example:8443', true],
  ])('%s', async (_name, origin, isWelcome) => {
    const auth = { token: await signIn(api.address, ADMIN), org: ORG }
    for (const transport of ['websocket', 'polling']) {
      const more = { extraHeaders: { origin: origin(), cookie: 'sid=1' }, transports: [transport] }
      const opened = openLine(api.address, auth, more).then((line) => line.close())
      if (isWelcome) await opened
      else await expect(opened).rejects.toThrow()
    }
  })
})

describe('S-3, S-12, S-15: what a client says', () => {
  it.each([
    ['join', 'sync:Ticket:ORG-OTHER'],
    [
      'join',
      ['sync:*', 'sync:__proto__:A', `user:${ORG}:${TECH_B}`, `personal:Dispatch Job:${ORG}:${TECH_B}`],
    ],
    ['subscribe', { room: `conflicts:${ORG}` }],
    ['delta', { doctype: 'Ticket', name: 'made up' }],
    ['sync_refresh', { doctype: 'Ticket', name: 'made up' }],
    ['notification', {}],
    ['conflict', {}],
    ['connection', {}],
    ['committed', { org: ORG }],
  ])('%s %j does nothing', async (event, payload) => {
    const technician = await open(TECH_A)
    const before = await rooms()
    technician.socket.emit(event, payload)
    const admin = await open(ADMIN)
    const job = `JOB-${randomUUID()}`
    const device = await rawDevice(api.address, ADMIN)
    await device.results([insert('Dispatch Job', job, { title: 'x', assigned_to: TECH_B })])
    await (await rawDevice(api.address, STRANGER, 'ORG-OTHER')).results([
      insert('Ticket', `TKT-${randomUUID()}`, { subject: 'of others' }),
    ])
    await assertServes(technician)
    await assertServes(admin)
    admin.close()
    expect(technician.heard.filter(({ text }) => text.includes(job) || text.includes('made up'))).toEqual([])
    expect(technician.heard.filter(({ text }) => text.includes('of others'))).toEqual([])
    expect(technician.socket.connected).toBe(true)
    await vi.waitUntil(async () => (await rooms()) === before, { timeout: 60_000, interval: 20 })
    technician.close()
  })

  const rooms = () => gauge('socketio_rooms_total')
})

/** Of `/metrics`. */
async function gauge(name: string): Promise<string | undefined> {
  const text = await (await fetch(`${api.address}/metrics`)).text()
  return text.split('\n').find((line) => line.startsWith(`${name} `))
}

describe('S-4, S-5: what is no message', () => {
  const TOO_MANY = '451000000000-["x",{"_placeholder":true,"num":0}]'
  const HOSTILE = [
    ['an unknown packet', '9'],
    ['an unknown message', '49'],
    ['no JSON', '42['],
    ['an object in place of a list', '42{"a":1}'],
    ['text', '42"x"'],
    ['an event without a name', '42[]'],
    ['an event named error', '42["error","x"]'],
    ['an event named disconnect', '42["disconnect"]'],
    ['an event named newListener', '42["newListener","x"]'],
    ['an event named __proto__', '42["__proto__",{"__proto__":{"admin":true}}]'],
    ['an event named constructor', '42["constructor",{"prototype":{"x":1}}]'],
    ['an event whose name is an object', '42[{"toString":1}]'],
    ['an answer to nothing', '43999["x"]'],
    ['a second greeting', '40{"token":"x"}'],
    ['a namespace that is not there', '40/admin,{}'],
    ['a namespace called __proto__', '42/__proto__,["x"]'],
    ['10^9 attachments', TOO_MANY],
    ['no attachments', '450-["x"]'],
    ['negative attachments', '45-5-["x"]'],
    ['attachments that never come', '453-["x",{"_placeholder":true,"num":0}]'],
    ['an attachment that is not there', '451-["x",{"_placeholder":true,"num":99}]'],
    ['a deep object', `42["x",${'['.repeat(20_000)}${']'.repeat(20_000)}]`],
    ['bytes out of nowhere', new Uint8Array([1, 2, 3])],
  ] as const

  it.each(HOSTILE)('%s', async (_name, packet) => {
    const token = await signIn(api.address, TECH_A)
    const [stranger, member] = [await openRawLine(api.address), await joinRawLine(api.address, token, ORG)]
    for (const raw of [stranger, member]) {
      raw.send(packet)
      raw.send(packet)
    }
    const watcher = await open(ADMIN)
    await assertServes(watcher)
    for (const raw of [stranger, member]) raw.socket.close()
    watcher.close()
    expect(Reflect.get({}, 'admin')).toBeUndefined()
  })

  it('10^9 attachments end the connection at once', async () => {
    const raw = await joinRawLine(api.address, await signIn(api.address, TECH_A), ORG)
    raw.send(TOO_MANY)
    await raw.untilClosed()
  })
})

describe('S-6: what is too large', () => {
  it('a message of 2 MB ends the connection, one of 60 kB is dropped', async () => {
    const token = await signIn(api.address, TECH_A)
    const [large, fitting] = [
      await joinRawLine(api.address, token, ORG),
      await joinRawLine(api.address, token, ORG),
    ]
    fitting.send(`42["x","${'x'.repeat(60_000)}"]`)
    large.send(`42["x","${'x'.repeat(2_000_000)}"]`)
    await large.untilClosed()
    expect(fitting.isClosed).toBe(false)
    fitting.socket.close()
  })

  it('a megabyte of tiny packets by polling', async () => {
    const place = `${api.address}/socket.io/?EIO=4&transport=polling`
    const opened = await (await fetch(place)).text()
    const { sid }: { sid: string } = JSON.parse(opened.slice(1))
    const answer = await fetch(`${place}&sid=${sid}`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: Array.from({ length: 150_000 }, () => '42["x"]').join('\u001e'),
    }).then(
      ({ status }) => status,
      () => 'cut',
    )
    expect([413, 'cut']).toContain(answer)
    expect((await call(api.address, null, '/health/ready')).status).toBe(200)
  })
})

describe('S-7: who does not stop talking', () => {
  it.each([
    ['signed in', true],
    ['a stranger', false],
  ])('%s', async (_name, isMember) => {
    const watcher = await open(ADMIN)
    const raw = isMember
      ? await joinRawLine(api.address, await signIn(api.address, TECH_A), ORG)
      : await openRawLine(api.address)
    for (let sent = 0; sent < 10_000 && raw.socket.readyState === WebSocket.OPEN; sent += 1)
      raw.send('42["x",1]')
    await raw.untilClosed()
    await assertServes(watcher)
    watcher.close()
  })

  it('a hundred packets are borne', async () => {
    const line = await open(TECH_B)
    for (let sent = 0; sent < 90; sent += 1) line.socket.emit('x', {})
    await assertServes(line)
    expect(line.socket.connected).toBe(true)
    line.close()
  })
})

describe('S-8: who opens too many', () => {
  it('has fifty connections, and another when one is closed', async () => {
    const auth = { token: await signIn(api.address, TECH_B), org: ORG }
    const tries = await Promise.allSettled(Array.from({ length: 60 }, () => openLine(api.address, auth)))
    const opened = tries.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(opened).toHaveLength(50)
    const other = await open(TECH_A)
    other.close()
    opened[0]?.close()
    const again = await vi.waitUntil(() => openLine(api.address, auth).catch(() => null), {
      timeout: 60_000,
      interval: 50,
    })
    for (const line of [...opened, ...(again === null ? [] : [again])]) line.close()
    await vi.waitUntil(async () => (await gauge('socketio_connections_total'))?.endsWith(' 0'), {
      timeout: 60_000,
      interval: 20,
    })
  })
})
