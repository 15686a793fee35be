/** Makes conflicts as people make them, and decides about them as people do. */
import { randomUUID } from 'node:crypto'
import { type ConflictDetail, conflictDetail } from '@dartwing/protocol'
import {
  ADMIN,
  type Answer,
  type Api,
  call,
  insert,
  ORG,
  type RawDevice,
  RECEPTION,
  RESOLVER,
  rawDevice,
  STRANGER,
  signIn,
  TECH_A,
  TECH_B,
  update,
} from './api-kit.ts'

export type Deed = 'resolve' | 'preview' | 'undo' | 'extend' | 'reassign' | 'claim' | 'release'

export interface Ask {
  readonly revision?: number
  readonly key?: string
  readonly body?: unknown
  readonly as?: string
  readonly address?: string
}

export interface DoubleBooking {
  readonly first: string
  readonly second: string
  readonly provider: string
  readonly id: string
}

/** One api, the office as a device, and the tokens of those who decide. */
export class Desk {
  readonly api: Api
  readonly office: RawDevice
  readonly #tokens: ReadonlyMap<string, string>

  private constructor(api: Api, office: RawDevice, tokens: ReadonlyMap<string, string>) {
    this.api = api
    this.office = office
    this.#tokens = tokens
  }

  static async open(api: Api): Promise<Desk> {
    const people = [ADMIN, RESOLVER, RECEPTION, TECH_A, TECH_B, STRANGER]
    const tokens = await Promise.all(
      people.map(async (email) => [email, await signIn(api.address, email)] as const),
    )
    return new Desk(api, await rawDevice(api.address, RECEPTION), new Map(tokens))
  }

  tokenOf(email: string): string {
    const token = this.#tokens.get(email)
    if (token === undefined) throw new Error(`${email} has not signed in`)
    return token
  }

  async detail(id: string): Promise<ConflictDetail> {
    return conflictDetail.parse(
      (await call(this.api.address, this.tokenOf(ADMIN), `/api/conflicts/${id}`)).body,
    )
  }

  /** Asks with the revision as it is now and a key of its own, unless told otherwise. */
  async ask(deed: Deed, id: string, ask: Ask = {}): Promise<Answer> {
    const revision = ask.revision ?? (await this.detail(id)).revision
    const headers = { 'if-match': `"${revision}"`, 'idempotency-key': ask.key ?? randomUUID() }
    return call(
      ask.address ?? this.api.address,
      this.tokenOf(ask.as ?? ADMIN),
      `/api/conflicts/${id}/${deed}`,
      {
        body: ask.body ?? {},
        headers,
      },
    )
  }

  async document(doctype: string, name: string) {
    const path = `/api/documents/${encodeURIComponent(doctype)}/${name}`
    return (await call(this.api.address, this.tokenOf(ADMIN), path)).body
  }

  async bookings(...names: string[]): Promise<{ name: string; start: Date; overridden: boolean }[]> {
    const { rows } = await this.api.sql.query(
      'SELECT name, lower(during) AS start, overridden FROM slot WHERE name = ANY($1) ORDER BY name',
      [names],
    )
    return rows
  }

  async rows(sql: string, ...values: unknown[]): Promise<Record<string, unknown>[]> {
    return (await this.api.sql.query(sql, values)).rows
  }

  /** Makes the deadline pass. */
  async expire(...ids: string[]): Promise<void> {
    await this.rows(
      "UPDATE conflict SET due_at = now() - interval '1 minute' WHERE conflict_id = ANY($1::uuid[])",
      ids,
    )
  }

  /** An appointment that the office moved to 14:00 while a phone moved it to 14:30. */
  async movedTwice(): Promise<{ name: string; id: string }> {
    const name = `APT-${randomUUID()}`
    const phone = await rawDevice(this.api.address, RECEPTION)
    await phone.results([insert('Appointment', name, appointment(`P-${name}`, '13:00', '14:00'))])
    await this.office.results([update('Appointment', name, 1, times('14:00', '15:00'))])
    const [held] = await phone.results([update('Appointment', name, 1, times('14:30', '15:30'))])
    return { name, id: held?.conflict_id ?? '' }
  }

  /** Two appointments, 14:00 and 14:30, one provider: the second is stored and has no time. */
  async doubleBooked(): Promise<DoubleBooking> {
    const [first, second] = [`APT-${randomUUID()}`, `APT-${randomUUID()}`]
    const provider = `P-${first}`
    const phone = await rawDevice(this.api.address, RECEPTION)
    await this.office.results([insert('Appointment', first, appointment(provider, '14:00', '15:00'))])
    const [held] = await phone.results([
      insert('Appointment', second, appointment(provider, '14:30', '15:30')),
    ])
    return { first, second, provider, id: held?.conflict_id ?? '' }
  }

  /** A form signed at the desk and on a phone. */
  async signedTwice(): Promise<{ name: string; id: string }> {
    const name = `FRM-${randomUUID()}`
    const phone = await rawDevice(this.api.address, TECH_A)
    await phone.results([insert('Form Submission', name, { form: 'FT-1', template_version: 1, notes: 'x' })])
    const desk = await rawDevice(this.api.address, ADMIN)
    await desk.results([update('Form Submission', name, 1, { signature: 'data:image/svg+xml,office' })])
    const [held] = await phone.results([
      update('Form Submission', name, 1, { signature: 'data:image/svg+xml,field' }),
    ])
    return { name, id: held?.conflict_id ?? '' }
  }
}

export function times(from: string, to: string, date = '2031-03-03') {
  return {
    appointment_datetime: `${date}T${from}:00+01:00`,
    appointment_end_datetime: `${date}T${to}:00+01:00`,
  }
}

export function appointment(provider: string, from: string, to: string) {
  return { attendee_name: 'Ortega', provider, ...times(from, to) }
}

export function values(fields: Record<string, unknown>) {
  return Object.fromEntries(Object.entries(fields).map(([field, value]) => [field, { value }]))
}

export const PICK_CLIENT = { choices: { appointment_datetime: { pick: 'client' } } } as const
export const PICK_SERVER = { choices: { appointment_datetime: { pick: 'server' } } } as const

/** So many appointments that an office and a phone moved; their conflicts, by two devices in batches. */
export async function heldAppointments(
  address: string,
  email: string,
  count: number,
  org = ORG,
): Promise<string[]> {
  const [phone, office] = [await rawDevice(address, email, org), await rawDevice(address, email, org)]
  const ids: string[] = []
  while (ids.length < count) {
    const names = Array.from({ length: Math.min(100, count - ids.length) }, () => `APT-${randomUUID()}`)
    const move = (from: string, to: string) =>
      names.map((name) => update('Appointment', name, 1, times(from, to)))
    await phone.results(
      names.map((name) => insert('Appointment', name, appointment(`P-${name}`, '09:00', '10:00'))),
    )
    await office.results(move('11:00', '12:00'))
    const held = await phone.results(move('11:30', '12:30'))
    ids.push(...held.map((result) => result.conflict_id ?? 'none'))
  }
  return ids
}
