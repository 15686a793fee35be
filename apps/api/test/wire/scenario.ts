/** What a device and a person do in a day, once, as today's client says it: this is what gets recorded. */
import { randomUUID } from 'node:crypto'
import { createSyncClient, type SyncClient, systemPorts } from '@dartwing/client'
import { ENDPOINTS, feedPage, session, upsertBatchResponse, wrapped } from '@dartwing/protocol'
import { ADMIN, type Api, insert, ORG, RECEPTION, RESOLVER, TECH_A, TECH_B, update } from '../api-kit.ts'
import { PICK_CLIENT, times } from '../conflict-kit.ts'
import { Recorder } from './recorder.ts'

type Call = (
  path: string,
  init?: { method?: string; body?: unknown; headers?: Record<string, string> },
) => Promise<Response>

/** Far ahead: recordings are played for years, and free times are looked for from now on only. */
const at = (from: string, to: string) => times(from, to, '2199-03-04')
const visitOf = (provider: string, from: string, to: string) => ({
  attendee_name: 'Ortega',
  provider,
  ...at(from, to),
})

export async function recordDay(api: Api): Promise<Recorder> {
  const recorder = new Recorder(api.address)
  const devices: SyncClient[] = []
  const device = async (email: string): Promise<SyncClient> => {
    const ports = { ...systemPorts, fetch: recorder.fetch }
    const client = await createSyncClient({
      address: api.address,
      org: ORG,
      database: ':memory:',
      ports,
      app_version: '1.0',
    })
    devices.push(client)
    await client.login(email, 'demo')
    return client
  }
  try {
    await recordDevices(recorder, device)
    const { admin, resolver } = await recordSignIn(recorder, api.address)
    await recordConflicts(recorder, admin)
    await recordReading(recorder, admin)
    await recordRefusals(recorder, admin, api.address)
    await recordSocket(recorder, resolver, admin)
  } finally {
    for (const client of devices) await client.close()
  }
  return recorder
}

/** Two devices edit the same things: every status that an answer can have at will, and every kind of row. */
async function recordDevices(
  recorder: Recorder,
  device: (email: string) => Promise<SyncClient>,
): Promise<void> {
  recorder.begin(
    '1-devices.json',
    'The office, a technician and the desk: uploads, conflicts, what they read of it',
  )
  const [office, tech, desk] = [await device(ADMIN), await device(TECH_A), await device(RECEPTION)]
  const job = await office.queueChange('Dispatch Job', null, {
    title: 'Boiler',
    assigned_to: TECH_A,
    priority: 'Low',
    parts_used: [],
  })
  const visit = await office.queueChange('Appointment', null, visitOf('Dr. Ruiz', '09:00', '10:00'))
  const ticket = await office.queueChange('Ticket', null, { subject: 'Leak', note_of_the_site: { floor: 3 } })
  await office.sync()
  await tech.sync()
  await desk.sync()
  await tech.queueChange('Dispatch Job', job.name, {
    priority: 'Urgent',
    parts_used: [{ item_code: 'FUSE', quantity: 2 }],
  })
  await desk.queueChange('Appointment', visit.name, at('11:30', '12:30'))
  await desk.queueChange('Ticket', ticket.name, { subject: 'Leak in the cellar' })
  await tech.queueChange('Nonsense', null, { subject: 'no such type' })
  await office.queueChange('Dispatch Job', job.name, { priority: 'High' })
  await office.queueChange('Appointment', visit.name, at('11:00', '12:00'))
  await office.sync()
  await tech.sync()
  await desk.sync()
  await office.sync()
  await office.queueChange('Dispatch Job', job.name, { assigned_to: TECH_B })
  await office.queueDelete('Ticket', ticket.name)
  await office.sync()
  await tech.sync()
  await desk.sync()
  await office.queueUndelete('Ticket', ticket.name)
  await office.sync()
  await office.logout()
}

async function recordSignIn(recorder: Recorder, address: string): Promise<{ admin: Call; resolver: string }> {
  recorder.begin('2-sign-in.json', 'Signing in, wrongly and well, renewing the session, asking who one is')
  const anonymous = callWith(recorder, address, null)
  await anonymous(ENDPOINTS.settings)
  await anonymous(ENDPOINTS.login, { body: { email: ADMIN, password: 'not this' } })
  const answer = await anonymous(ENDPOINTS.login, { body: { email: ADMIN, password: 'demo' } })
  const first = session.parse(await answer.json())
  const renewed = await anonymous(ENDPOINTS.refresh, { body: { refresh_token: first.refresh_token } })
  const { access_token } = session.parse(await renewed.json())
  const admin = callWith(recorder, address, access_token)
  await admin(ENDPOINTS.me)
  const other = await anonymous(ENDPOINTS.login, { body: { email: RESOLVER, password: 'demo' } })
  return { admin, resolver: session.parse(await other.json()).access_token }
}

async function recordConflicts(recorder: Recorder, admin: Call): Promise<void> {
  recorder.begin(
    '3-conflicts.json',
    'A person looks at what waits, tries a decision, takes it, takes it back',
  )
  const device = uploader(admin)
  const [one, other] = [device(), device()]
  const visit = `APT-${randomUUID()}`
  await one([insert('Appointment', visit, visitOf('Dr. Sørensen', '13:00', '14:00'))])
  await one([update('Appointment', visit, 1, at('14:00', '15:00'))])
  const [held] = await other([update('Appointment', visit, 1, at('14:30', '15:30'))])
  const id = held?.conflict_id ?? ''
  const item = `/api/conflicts/${id}`
  const guard = (revision: number) => ({ 'if-match': `"${revision}"`, 'idempotency-key': randomUUID() })
  await admin(ENDPOINTS.conflicts, { headers: {} })
  await admin(`${ENDPOINTS.conflicts}?view=team&doctype=Appointment&kind=field_conflict&limit=1`)
  await admin(item)
  await admin(`${item}/preview`, { body: PICK_CLIENT })
  await admin(`${item}/resolve`, { body: PICK_CLIENT })
  await admin(`${item}/resolve`, { body: PICK_CLIENT, headers: guard(9) })
  await admin(`${item}/extend`, { body: { hours: 2, comment: 'on holiday' }, headers: guard(1) })
  const decision = guard(2)
  await admin(`${item}/resolve`, {
    body: { ...PICK_CLIENT, comment: 'as the phone says' },
    headers: decision,
  })
  await admin(`${item}/resolve`, {
    body: { ...PICK_CLIENT, comment: 'as the phone says' },
    headers: decision,
  })
  await admin(`${item}/resolve`, { body: PICK_CLIENT, headers: guard(2) })
  await admin(`${item}/undo`, { body: { comment: 'wrong patient' }, headers: guard(3) })
  await admin(`${ENDPOINTS.conflicts}?view=resolved`)
}

async function recordReading(recorder: Recorder, admin: Call): Promise<void> {
  recorder.begin(
    '4-reading.json',
    'The feed page by page and waiting; one document, its past; the rule in force',
  )
  const upload = uploader(admin)()
  const [first, second] = [`TKT-${randomUUID()}`, `TKT-${randomUUID()}`]
  await upload([insert('Ticket', first, { subject: 'One' }), insert('Ticket', second, { subject: 'Two' })])
  await upload([update('Ticket', first, 1, { subject: 'One, later' })])
  const page = async (query: Record<string, string>): Promise<string> => {
    const answer = await admin(
      `${ENDPOINTS.feed}?${new URLSearchParams({ org: ORG, doctype: 'Ticket', ...query })}`,
    )
    return wrapped(feedPage).parse(await answer.json()).message.next_since
  }
  let since = await page({ limit: '1' })
  since = await page({ limit: '1', since })
  since = await page({ since, wait: '20', device_id: randomUUID() })
  await page({ since, wait: '0.1' })
  const document = `/api/documents/Ticket/${first}`
  await admin(document)
  await admin(`${document}/history?limit=1`)
  await admin(`${document}/versions/1`)
  await admin(`${ENDPOINTS.conflictStrategy}?doctype=Ticket`)
}

async function recordRefusals(recorder: Recorder, admin: Call, address: string): Promise<void> {
  recorder.begin('5-refusals.json', 'What a server refuses, as a whole or item by item')
  const anonymous = callWith(recorder, address, null)
  const envelope = {
    org: ORG,
    device_id: randomUUID(),
    sync_id: randomUUID(),
    client_ts: '2026-11-22T10:00:00Z',
  }
  const batch = (more: object) =>
    admin(ENDPOINTS.upsertBatch, { body: { ...envelope, operations: [], ...more } })
  await anonymous(`${ENDPOINTS.feed}?org=${ORG}`)
  await anonymous(ENDPOINTS.refresh, { body: { refresh_token: 'never given to anybody' } })
  await admin(`${ENDPOINTS.feed}?org=ORG-OTHER`)
  await admin(`${ENDPOINTS.feed}?org=${ORG}&since=made.up`)
  await admin(`${ENDPOINTS.feed}?org=${ORG}&doctype=Nonsense`)
  await admin(`${ENDPOINTS.feed}?org=${ORG}&limit=501`)
  await admin(ENDPOINTS.upsertBatch, { body: '{ not JSON' })
  await batch({ device_id: 'not an id' })
  await batch({ epoch: randomUUID() })
  await batch({ operations: Array.from({ length: 101 }, () => null) })
  const ticket = insert('Ticket', `TKT-${randomUUID()}`, { subject: 'taken' })
  await batch({ operations: [ticket] })
  await batch({
    operations: [
      ticket,
      { ...ticket, data: { subject: 'another content under the same id' } },
      { ...ticket, mutation_id: randomUUID(), op: 'merge' },
      insert('Ticket', `TKT-${randomUUID()}`, { subject: { not: 'text' } }),
      update('Ticket', `TKT-${randomUUID()}`, 1, { subject: 'nowhere' }),
    ],
  })
  await admin(`/api/conflicts/${randomUUID()}`)
}

async function recordSocket(recorder: Recorder, token: string, admin: Call): Promise<void> {
  recorder.begin('6-realtime.json', 'A socket of a resolver hears rows, and a conflict that opens')
  const upload = uploader(admin)()
  await recorder.listen('6-realtime.json', { token, org: ORG }, 4, async () => {
    await upload([insert('Ticket', `TKT-${randomUUID()}`, { subject: 'heard' })])
    await upload([insert('Appointment', `APT-${randomUUID()}`, visitOf('Dr. Lindqvist', '10:00', '11:00'))])
    await upload([insert('Appointment', `APT-${randomUUID()}`, visitOf('Dr. Lindqvist', '10:30', '11:30'))])
  })
}

/** Batches as a device sends them that has no database. */
function uploader(call: Call) {
  return () => {
    const device_id = randomUUID()
    return async (operations: readonly unknown[]) => {
      const body = {
        org: ORG,
        device_id,
        sync_id: randomUUID(),
        client_ts: new Date().toISOString(),
        schema: 1,
        operations,
      }
      const answer = await call(ENDPOINTS.upsertBatch, { body })
      return wrapped(upsertBatchResponse).parse(await answer.json()).message.results
    }
  }
}

function callWith(recorder: Recorder, address: string, token: string | null): Call {
  return (path, { method, body, headers = {} } = {}) =>
    recorder.fetch(address + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
}
