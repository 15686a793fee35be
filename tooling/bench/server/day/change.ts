/** What is sent on this day: whole documents in the morning, a few fields afterwards, each at its own moment. */
import { randomUUID } from 'node:crypto'
import type { Doc } from '@dartwing/rules'

export interface Change {
  readonly mutation_id: string
  readonly op: 'insert' | 'update'
  readonly doctype: string
  readonly name: string
  readonly base_version?: number
  readonly data: Doc
  readonly client_ts: string
}

interface Target {
  readonly doctype: string
  readonly name: string
}

export function inserted({ doctype, name }: Target, data: Doc, client_ts: string): Change {
  return { mutation_id: randomUUID(), op: 'insert', doctype, name, data, client_ts }
}

/** Everybody had the first version in the morning, and nobody in the field has seen another. */
export function changed({ doctype, name }: Target, data: Doc, client_ts: string): Change {
  return { mutation_id: randomUUID(), op: 'update', doctype, name, base_version: 1, data, client_ts }
}

export interface Clock {
  /** Minutes after the morning, as an instant. */
  at(minutes: number): string
}

/** A day that ends now. */
export function dayEndingNow(minutes: number): Clock {
  const morning = Date.now() - minutes * 60_000
  return { at: (after) => new Date(morning + Math.min(after, minutes) * 60_000).toISOString() }
}
