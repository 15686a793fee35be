/** Somebody else's ids, and ids of nothing: what each parameter and each body of the API is filled with. */
import { createECDH, randomUUID } from 'node:crypto'
import { feedPage, TUS_VERSION, wrapped } from '@dartwing/protocol'
import sharp from 'sharp'
import { vi } from 'vitest'
import { ADMIN, type Api, insert, ORG, rawDevice } from './api-kit.ts'
import { Desk } from './conflict-kit.ts'
import type { Described } from './described.ts'
import { Bringer } from './files/bringer.ts'

/** What one request can name; two sets of them are asked about in the same words. */
export interface Ids {
  readonly org: string
  readonly doctype: string
  readonly name: string
  readonly version: string
  readonly conflict_id: string
  readonly account_id: string
  readonly device_id: string
  readonly mutation_id: string
  readonly notification_id: string
  readonly subscription_id: string
  readonly cursor: string
  readonly email: string
  /** A File document whose content is here, and an upload that is under way. */
  readonly file: string
  readonly upload: string
}

export function idsOfNothing(doctype: string, org = `ORG-${randomUUID()}`): Ids {
  return {
    org,
    doctype,
    name: `TKT-${randomUUID()}`,
    version: '1',
    conflict_id: randomUUID(),
    account_id: randomUUID(),
    device_id: randomUUID(),
    mutation_id: randomUUID(),
    notification_id: randomUUID(),
    subscription_id: randomUUID(),
    cursor: randomUUID(),
    email: `${randomUUID()}@demo.test`,
    file: `FILE-${randomUUID()}`,
    upload: randomUUID(),
  }
}

type From = (ids: Ids) => string
const position = (place: unknown) => Buffer.from(JSON.stringify(place)).toString('base64url')

/** By the parameter's name; one that means different things at different addresses has the address before it. */
const PARAMETERS: Readonly<Record<string, From>> = {
  org: (ids) => ids.org,
  doctype: (ids) => ids.doctype,
  name: (ids) => ids.name,
  version: (ids) => ids.version,
  account_id: (ids) => ids.account_id,
  device_id: (ids) => ids.device_id,
  since: (ids) => ids.cursor,
  // These are positions in a list, not secrets: one that could be right, so that what comes after it is asked.
  '/api/conflicts cursor': (ids) => position({ at: '2026-11-22T10:00:00.000Z', id: ids.conflict_id }),
  '/api/documents cursor': () => '9',
  '/api/members cursor': (ids) => position(ids.email),
  '/api/history cursor': (ids) => position({ at: '2126-11-22T10:00:00.000000Z', id: ids.conflict_id }),
  '/api/history kind': () => 'person',
  person: (ids) => ids.email,
  '/api/audit cursor': (ids) => position({ at: '2126-11-22T10:00:00.000000Z', id: ids.conflict_id }),
  '/api/overview cursor': (ids) => position({ key: '2126-11-22T10:00:00.000000Z', id: ids.conflict_id }),
  metric: () => 'conflict_rate',
  table: () => 'conflicts',
  from: () => '2026-11-22T10:00:00.000Z',
  until: () => '2126-11-22T10:00:00.000Z',
  q: (ids) => ids.name,
  '/api/conflicts id': (ids) => ids.conflict_id,
  '/api/rules id': (ids) => ids.conflict_id,
  '/api/notifications cursor': (ids) => position({ at: '2126-11-22T10:00:00.000000Z', id: ids.conflict_id }),
  '/api/push-subscriptions id': (ids) => ids.subscription_id,
  '/api/files id': (ids) => ids.file,
  '/api/uploads id': (ids) => ids.upload,
  limit: () => '5',
  wait: () => '0',
  view: () => 'team',
  assignee: () => 'me',
  due_before: () => '2126-11-22T10:00:00.000Z',
  kind: () => 'field_conflict',
  event: () => 'on_update',
}

const browserKey = createECDH('prime256v1').generateKeys('base64url')
const subscriptionOf = (one: string) => ({
  endpoint: `https://fcm.googleapis.com/fcm/send/${one}`,
  keys: { p256dh: browserKey, auth: 'A'.repeat(22) },
  language: 'en',
  time_zone: 'UTC',
})
const decision = { action: 'choose', choices: { appointment_datetime: { pick: 'client' } } }
const link = (ids: Ids) => ({ token: ids.cursor })
/** Not the stage it has: nobody changes anything by it. */
const stage = () => ({ from: 'internal', to: 'beta' })

const ticketRule = { strategy: 'server_wins', reason: 'A guess' }

const BODIES: Readonly<Record<string, (ids: Ids) => unknown>> = {
  'POST /api/auth/login': (ids) => ({ email: ids.email, password: 'a guess' }),
  'POST /api/auth/refresh': (ids) => ({ refresh_token: ids.cursor }),
  'POST /api/auth/logout': (ids) => ({ refresh_token: ids.cursor }),
  'POST /api/auth/password': () => ({ current: 'a guess', next: 'another guess' }),
  'POST /api/auth/invitation': link,
  'POST /api/auth/invitation/accept': (ids) => ({ ...link(ids), password: 'a password of mine' }),
  'POST /api/auth/oidc': (ids) => ({
    code: ids.cursor,
    code_verifier: 'v'.repeat(43),
    redirect_uri: 'http://127.0.0.1:1/oidc',
    nonce: ids.device_id,
  }),
  'POST /api/method/dartwing_core.sync.upsert_batch': (ids) => ({
    org: ids.org,
    device_id: ids.device_id,
    sync_id: randomUUID(),
    client_ts: new Date().toISOString(),
    operations: (['update', 'delete', 'undelete'] as const).map((op, index) => ({
      mutation_id: index === 0 ? ids.mutation_id : randomUUID(),
      op,
      doctype: ids.doctype,
      name: ids.name,
      base_version: 1,
      data: { priority: 'High' },
      client_ts: new Date().toISOString(),
    })),
  }),
  'POST /api/conflicts/{id}/preview': () => decision,
  'POST /api/conflicts/{id}/resolve': () => decision,
  'POST /api/conflicts/{id}/undo': () => ({ comment: 'not mine' }),
  'POST /api/conflicts/{id}/extend': () => ({ hours: 1 }),
  'POST /api/conflicts/{id}/reassign': (ids) => ({ account_id: ids.account_id }),
  'POST /api/conflicts/{id}/claim': () => ({ deciding: true }),
  'POST /api/conflicts/{id}/release': () => ({}),
  'POST /api/conflicts/bulk': (ids) => ({
    mode: 'resolve',
    items: [{ id: ids.conflict_id, revision: 999, idempotency_key: 'a key of mine', ...decision }],
  }),
  'POST /api/digest/seen': (ids) => ({ items: [{ conflict_id: ids.conflict_id, revision: 1 }] }),
  'POST /api/feedback': (ids) => ({ conflict_id: ids.conflict_id, score: 1, lost_data: true }),
  'POST /api/notifications/seen': (ids) => ({ up_to: ids.notification_id }),
  'POST /api/notifications/settings': () => ({ muted: [] }),
  'POST /api/push-subscriptions': (ids) => subscriptionOf(ids.account_id),
  'POST /api/webhooks/frappe/{org}': (ids) => ({
    doctype: 'Customer',
    name: ids.name,
    modified: '2026-11-22 10:00:00',
  }),
  'POST /api/members': (ids) => ({ email: ids.email, full_name: 'Somebody', role: 'admin' }),
  'PATCH /api/members/{account_id}': () => ({ role: 'technician' }),
  'POST /api/organisation/stage': stage,
  'POST /api/rules/simulate': () => ({ doctype: 'Ticket', server: {}, client: { status: 'Open' } }),
  'POST /api/rules/replay': () => ({ candidates: { Ticket: ticketRule } }),
  // It runs already: nobody changes anything by it.
  'POST /api/timers': (ids) => ({ doctype: ids.doctype, paused: false }),
}

function sourceOf(path: string, name: string): From | undefined {
  return PARAMETERS[`${path.split('/').slice(0, 3).join('/')} ${name}`] ?? PARAMETERS[name]
}

/** What of an operation nobody has said how to fill: a new address has to be added above. */
export function unfilled(operation: Described): string[] {
  const places = operation.parameters.filter((one) => one.in !== 'header')
  const unknown = places.filter(({ name }) => sourceOf(operation.path, name) === undefined)
  const body = operation.takesBody && BODIES[operation.title] === undefined ? ['its body'] : []
  return [...unknown.map(({ name }) => name), ...body].map((what) => `${operation.title}: ${what}`)
}

/** An appointment in conflict, with a history, the device that read it and the cursor that it reads on from. */
export async function heldAppointment(api: Api): Promise<Ids> {
  const { name, id } = await (await Desk.open(api)).movedTwice()
  const device = await rawDevice(api.address, ADMIN)
  const note = insert('Ticket', `TKT-${randomUUID()}`, { subject: 'ours' })
  await device.results([note])
  const page = await device.feed({ doctype: 'Appointment' })
  const account_id = await accountIdOf(api, ADMIN)
  return {
    org: ORG,
    doctype: 'Appointment',
    name,
    version: '1',
    conflict_id: id,
    account_id,
    device_id: device.device_id,
    mutation_id: note.mutation_id,
    notification_id: await notificationAbout(api, id),
    subscription_id: await subscribed(api, account_id),
    cursor: wrapped(feedPage).parse(page.body).message.next_since,
    email: ADMIN,
    ...(await picture(api)),
  }
}

/** What the job that follows a conflict tells an admin of it. */
async function notificationAbout(api: Api, conflict_id: string): Promise<string> {
  const told = 'SELECT notification_id FROM notification WHERE conflict_id = $1 AND recipient = $2'
  return vi.waitFor(async () => {
    const { rows } = await api.sql.query<{ notification_id: string }>(told, [conflict_id, ADMIN])
    if (rows[0] === undefined) throw new Error('nobody is told')
    return rows[0].notification_id
  }, 60_000)
}

async function subscribed(api: Api, account_id: string): Promise<string> {
  const { endpoint, keys, language, time_zone } = subscriptionOf(randomUUID())
  const { rows } = await api.sql.query<{ subscription_id: string }>(
    `INSERT INTO push_subscription (org_id, subscription_id, account_id, endpoint, p256dh, auth, language, time_zone)
     VALUES ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7) RETURNING subscription_id`,
    [ORG, account_id, endpoint, keys.p256dh, keys.auth, language, time_zone],
  )
  return rows[0]?.subscription_id ?? ''
}
/** A picture of which there is a small one, and another that is on its way. */
async function picture(api: Api): Promise<Pick<Ids, 'file' | 'upload'>> {
  const admin = await Bringer.open(api, ADMIN)
  const bytes = await dots()
  const file = await admin.bring(bytes)
  await vi.waitUntil(async () => (await admin.thumbnail(file)).status === 200, { timeout: 60_000 })
  const location = await admin.begun(await admin.describe(bytes), bytes.length)
  return { file, upload: location.replace(/^.*uploads.|[?].*$/g, '') }
}

/** The smallest picture. */
const dots = () =>
  sharp({ create: { width: 2, height: 2, channels: 3, background: '#123456' } })
    .png()
    .toBuffer()

export async function accountIdOf(api: Api, email: string): Promise<string> {
  const { rows } = await api.sql.query<{ account_id: string }>(
    'SELECT account_id FROM account WHERE email = $1',
    [email],
  )
  return rows[0]?.account_id ?? ''
}

export interface Request {
  readonly path: string
  readonly init: { method: string; body?: unknown; headers: Record<string, string> }
}

/** The operation with these ids everywhere it takes one; `org` is left out where it may be and null is given. */
export function requestFor(operation: Described, ids: Ids, org: string | null = ids.org): Request {
  const values = operation.parameters.flatMap(({ in: place, name }) => {
    if (place === 'header' || (name === 'org' && place === 'query' && org === null)) return []
    const value = sourceOf(operation.path, name)?.({ ...ids, org: org ?? ids.org })
    return value === undefined ? [] : [{ place, name, value }]
  })
  const inPath = new Map(values.map(({ name, value }) => [name, encodeURIComponent(value)]))
  const query = new URLSearchParams()
  for (const { place, name, value } of values) if (place === 'query') query.append(name, value)
  const path = operation.path.replace(/\{([a-z_]+)\}/g, (_whole, name: string) => inPath.get(name) ?? '')
  const headers = { 'if-match': '"1"', 'idempotency-key': randomUUID(), 'tus-resumable': TUS_VERSION }
  const body = BODIES[operation.title]?.({ ...ids, org: org ?? ids.org })
  return {
    path: query.size === 0 ? path : `${path}?${query}`,
    init: { method: operation.method, headers, ...(body === undefined ? {} : { body }) },
  }
}

/** Asks, and gives back the answer as it came. */
export async function ask(address: string, token: string | null, { path, init }: Request): Promise<Response> {
  const { method, headers, body } = init
  return fetch(address + path, {
    method,
    headers: {
      ...headers,
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
}
