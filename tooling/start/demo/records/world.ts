import type { Doc } from '@dartwing/rules'
import type { Calendar } from '../calendar.ts'
import { type Client, CUSTOMERS } from '../people.ts'
import type { Seeded } from '../seeded.ts'

/** What every generator of records stands on. */
export interface World {
  readonly calendar: Calendar
  readonly random: Seeded
}

export interface DemoRecord {
  readonly doctype: string
  readonly name: string
  readonly data: Doc
}

/** About so many documents of each DocType. */
export const ABOUT = 40

export function numbered(prefix: string, index: number): string {
  return `${prefix}${String(index + 1).padStart(4, '0')}`
}

/** The customer at this place of the list, round and round. */
export function clientAt(index: number): Client {
  const client = CUSTOMERS[index % CUSTOMERS.length]
  if (!client) throw new RangeError('there are no customers')
  return client
}

export const customerName = (index: number) => numbered('CUST-', index % CUSTOMERS.length)
export const contactName = (index: number) => numbered('CONT-', index % CUSTOMERS.length)
/** Some customers have a second address; the first thirty are everybody's main one. */
export const addressName = (index: number) => numbered('ADDR-', index % CUSTOMERS.length)

export function itemAt<T>(list: readonly T[], index: number): T {
  const item = list[index % list.length]
  if (item === undefined) throw new RangeError('the list is empty')
  return item
}
