import { randomUUID } from 'node:crypto'
import {
  addressOf,
  type ConflictDetail,
  conflictDetail,
  ENDPOINTS,
  type ItemResult,
  type Operation,
  upsertBatchResponse,
  wrapped,
} from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { conflictOf, ORG, post } from './server.ts'

/** The office has it stored, the phone made it without knowing; a third is someone who decides. */
export const OFFICE = 'reception@demo.test'
export const PHONE = 'tech.a@demo.test'
export const ADMIN = 'admin@demo.test'

const DEVICES = new Map<string, string>()
const answer = wrapped(upsertBatchResponse)

type Change = Pick<Operation, 'op' | 'doctype' | 'name'> & { base_version?: number; data?: Doc }

/** One change by one person's device. */
export async function upload(email: string, change: Change): Promise<ItemResult> {
  const device_id = DEVICES.get(email) ?? randomUUID()
  DEVICES.set(email, device_id)
  const client_ts = new Date().toISOString()
  const body = {
    org: ORG,
    device_id,
    sync_id: randomUUID(),
    client_ts,
    operations: [{ mutation_id: randomUUID(), client_ts, ...change }],
  }
  const [result] = answer.parse(await post(email, ENDPOINTS.upsertBatch, body)).message.results
  if (result === undefined || result.error !== null) throw new Error(JSON.stringify(result?.error))
  return result
}

export interface Staged {
  readonly id: string
  readonly doctype: string
  readonly name: string
  readonly title: string
  /** Someone in the office changes the stored record further. */
  office(data: Doc): Promise<ItemResult>
  /** The same phone comes back with a newer change, made on what it had before. */
  phone(data: Doc): Promise<ItemResult>
  remove(): Promise<ItemResult>
  decide(email: string, request: Doc): Promise<ConflictDetail>
  undo(email: string): Promise<ConflictDetail>
}

interface Sides {
  readonly doctype?: string
  readonly before: Doc
  readonly server: Doc
  readonly device: Doc | null
}

/** A record that two people changed without knowing of each other, and that waits for a person. */
export async function staged(sides: Sides): Promise<Staged> {
  const { doctype = 'Appointment', before, server, device } = sides
  const name = `STAGED-${randomUUID().slice(0, 8)}`
  const about = { doctype, name }
  await upload(OFFICE, { op: 'insert', ...about, data: before })
  await upload(OFFICE, { op: 'update', ...about, base_version: 1, data: server })
  const sent = await upload(
    device === null ? ADMIN : PHONE,
    device === null
      ? { op: 'delete', ...about, base_version: 1 }
      : { op: 'update', ...about, base_version: 1, data: device },
  )
  const id = sent.conflict_id
  if (id === null) throw new Error(`Nothing is held: ${sent.status} ${JSON.stringify(sent.conflicts)}`)
  const { title } = await conflictOf(id)
  const version = async () => (await conflictOf(id)).revision
  const act = async (email: string, path: string, body: unknown): Promise<ConflictDetail> => {
    const headers = { 'if-match': `"${await version()}"`, 'idempotency-key': randomUUID() }
    const response = await post(email, `${addressOf(path, { id })}?org=${ORG}`, body, headers)
    return conflictDetail.parse(conflictIn(response))
  }
  const latest = (op: 'update' | 'delete', email: string, data?: Doc) =>
    upload(email, { op, ...about, base_version: stored, ...(data === undefined ? {} : { data }) }).then(
      (result) => {
        stored = result.version ?? stored
        return result
      },
    )
  let stored = sent.version ?? 2
  return {
    id,
    ...about,
    title,
    office: (data) => latest('update', OFFICE, data),
    phone: (data) => upload(PHONE, { op: 'update', ...about, base_version: 1, data }),
    remove: () => latest('delete', ADMIN),
    decide: async (email, request) => {
      const decided = await act(email, ENDPOINTS.conflictResolve, request)
      stored = decided.resolution?.version ?? stored
      return decided
    },
    undo: (email) => act(email, ENDPOINTS.conflictUndo, {}),
  }
}

function conflictIn(response: unknown): unknown {
  if (typeof response === 'object' && response !== null && 'conflict' in response) return response.conflict
  throw new Error(JSON.stringify(response))
}

/** Half an hour that nobody else wants: a room of its own, next year. */
function visit(day: string, time: string): Doc {
  const end = time.replace(/:00$/, ':30')
  return {
    appointment_date: day,
    appointment_time: time,
    appointment_datetime: `${day}T${time}:00Z`,
    appointment_end_datetime: `${day}T${end}:00Z`,
    duration: 30,
    timezone: 'UTC',
  }
}

/** An appointment that both sides moved. */
export async function stagedMove(title: string): Promise<Staged> {
  const before = { title, attendee_name: 'Jo Staged', status: 'Scheduled', resource: `Room ${randomUUID()}` }
  return staged({
    before: { ...before, ...visit('2031-03-05', '09:00') },
    server: visit('2031-03-05', '11:00'),
    device: visit('2031-03-05', '13:00'),
  })
}

/** An appointment whose title and telephone number both sides changed, and whose notes a rule united. */
export async function stagedVisit(about: string): Promise<Staged> {
  return staged({
    before: {
      title: about,
      attendee_name: 'Jo Staged',
      attendee_phone: '+49 30 100',
      notes: 'Ring twice.',
      status: 'Scheduled',
      resource: `Room ${randomUUID()}`,
      ...visit('2031-03-04', '09:00'),
    },
    server: {
      title: `${about}, office`,
      attendee_phone: '+49 30 200',
      notes: 'Ring twice.\nBring a ladder.',
    },
    device: { title: `${about}, phone`, attendee_phone: '+49 30 300', notes: 'Mind the dog.\nRing twice.' },
  })
}
