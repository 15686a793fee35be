import {
  type ConflictDetail,
  type ConflictList,
  type ConflictListQuery,
  conflictListQuery,
} from '@dartwing/protocol'
import { slotOf } from '@dartwing/rules'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { namesOf } from '../access/accounts.repository.ts'
import { memberOf } from '../access/membership.repository.ts'
import { type Member, readableRules, seesAllConflicts } from '../access/rights.ts'
import type { Account } from '../access/tokens.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { lookersOf } from '../store/conflicts/conflicts.sql.ts'
import { pauseOf, pausesOf } from '../store/conflicts/timer-pauses.sql.ts'
import { toSummary } from '../store/conflicts/to-summary.ts'
import { readDocuments } from '../store/documents.sql.ts'
import { slotsBetween } from '../store/slots.sql.ts'
import { type ConflictRecord, keyOf, type StoredDocument } from '../store/stored-document.ts'
import { titleOf } from '../store/title.ts'
import { appVersionAt, eventsOf, laterVersionsOf, readConflict } from './conflicts.repository.ts'
import { ruleOf } from './decide.ts'
import { type CalendarFacts, calendarOf, calendarWindow, windowAround } from './item/calendar.ts'
import { linkTitlesOf } from './item/link-titles.ts'
import { toDetail } from './item/to-detail.ts'
import { maySee } from './permissions.ts'
import {
  countConflicts,
  countMatching,
  type ListPosition,
  listConflicts,
  type QueuedConflict,
  type Reader,
} from './queue/queue.repository.ts'

const listPosition = z.object({ at: z.string(), id: z.uuid() })

/** Reading conflicts: the queue, and one item with everything a person needs to decide. */
@Injectable()
export class ConflictQueries {
  constructor(private readonly database: Database) {}

  async list(account: Account, query: ConflictListQuery): Promise<ConflictList> {
    const request = parse(conflictListQuery, query)
    return this.database.inOrganisation(request.org, async (tx, now) => {
      const member = await memberOf(tx, request.org, account)
      const reader = readerOf(member)
      const after = request.cursor === undefined ? null : decodePosition(request.cursor)
      const found = await listConflicts(tx, reader, request, { after, limit: request.limit + 1 })
      const page = found.slice(0, request.limit)
      const last = page.at(-1)
      const ids = page.map(({ conflict_id }) => conflict_id)
      const looking = await lookersOf(tx, reader.org, ids)
      const pauses = await pausesOf(tx, reader.org)
      return {
        items: page.map((record) => ({
          ...toSummary(record),
          looking: looking.get(record.conflict_id) ?? [],
          paused: pauseOf(record, pauses),
        })),
        next_cursor: found.length > request.limit && last !== undefined ? encodePosition(last) : null,
        matching: await countMatching(tx, reader, request),
        counts: await countConflicts(tx, reader),
        server_now: now,
      }
    })
  }

  async detail(account: Account, org: string, id: string): Promise<ConflictDetail> {
    return this.database.inOrganisation(org, async (tx, now) => {
      const member = await memberOf(tx, org, account)
      return this.detailFor(tx, member, id, now)
    })
  }

  async detailFor(tx: Transaction, member: Member, id: string, now: string): Promise<ConflictDetail> {
    const conflict = await readConflict(tx, member.org, id)
    if (conflict === undefined) throw new ProblemException('not_found')
    const documents = await readDocuments(tx, member.org, keysOf(conflict))
    const document = documents.get(keyOf(conflict.doctype, conflict.name))
    if (!maySee(member, conflict, document)) throw new ProblemException('not_found')
    const other = documents.get(keyOf(conflict.other_doctype ?? '', conflict.other_name ?? ''))
    const events = await eventsOf(tx, member.org, id)
    const later = await laterVersionsOf(tx, member.org, conflict)
    const { at } = conflict.sides.server
    const people = [
      ...events.map((event) => event.actor),
      ...later.map(({ author }) => author),
      other?.modified_by ?? '',
      conflict.resolved_by ?? '',
    ]
    const linkTitles = await linkTitlesOf(tx, member, ruleOf(conflict), [
      conflict.base,
      conflict.server,
      conflict.client,
      document?.data ?? null,
      other?.data ?? null,
    ])
    return toDetail({
      member,
      conflict,
      rule: ruleOf(conflict),
      document,
      other,
      linkTitles,
      calendar: await this.#calendar(tx, member, conflict, { document, other, now, linkTitles }),
      names: await namesOf(tx, [...new Set(people)]),
      events,
      later,
      looking: (await lookersOf(tx, member.org, [id])).get(id) ?? [],
      paused: pauseOf(conflict, await pausesOf(tx, member.org)),
      app_version: at === null ? null : await appVersionAt(tx, member.org, other ?? conflict, at),
      now,
    })
  }

  async #calendar(
    tx: Transaction,
    member: Member,
    conflict: ConflictRecord,
    { document, other, now, linkTitles }: Surroundings,
  ): Promise<ConflictDetail['calendar']> {
    const rule = ruleOf(conflict)
    if (rule.exclusive_slot === undefined) return null
    const zone = member.time_zone
    const own = conflict.state === 'open' && document?.deleted === false ? document.data : conflict.server
    // Of a double booking the Server side is the appointment that has the time.
    const server = conflict.kind === 'slot_collision' ? (other?.data ?? null) : own
    const client = slotOf(rule.name, conflict.client, zone)
    const sides = { server: slotOf(rule.name, server, zone), client }
    const slots = [sides.server, sides.client].flatMap((slot) => slot ?? [])
    const window = calendarWindow(slots)
    const near = windowAround(slots, 0)
    if (window === null || near === null) return null
    const booked = await slotsBetween(
      tx,
      member.org,
      [...new Set(slots.map((slot) => slot.resource))],
      window,
    )
    // Those of the days around are shown; further ahead it matters only where there is room.
    const shown = booked.filter(({ start, end }) => start < near.to && near.from < end)
    const neighbours = await readDocuments(tx, member.org, shown)
    const facts: CalendarFacts = {
      ...sides,
      booked,
      own: { doctype: conflict.doctype, name: conflict.name },
      other: other === undefined ? null : { doctype: other.doctype, name: other.name },
      titleOf: (doctype, name) => {
        const data = neighbours.get(keyOf(doctype, name))?.data
        return data === undefined
          ? name === conflict.name
            ? conflict.title
            : name
          : titleOf(doctype, data, name)
      },
      linkTitles,
      time_zone: zone,
      now,
    }
    return calendarOf(facts)
  }
}

interface Surroundings {
  readonly document: StoredDocument | undefined
  readonly other: StoredDocument | undefined
  readonly now: string
  readonly linkTitles: ReadonlyMap<string, string>
}

function keysOf(conflict: ConflictRecord) {
  const own = { doctype: conflict.doctype, name: conflict.name }
  const { other_doctype, other_name } = conflict
  return other_doctype === null || other_name === null
    ? [own]
    : [own, { doctype: other_doctype, name: other_name }]
}

function readerOf(member: Member): Reader {
  const readable = readableRules(member.role)
  const { org, account_id, email } = member
  return {
    ...{ org, account_id, email },
    doctypes: readable.map(({ name }) => name),
    personal: readable.filter(({ visibility }) => visibility !== undefined).map(({ name }) => name),
    seesAll: seesAllConflicts(member.role),
  }
}

function encodePosition({ at, conflict_id }: QueuedConflict): string {
  return Buffer.from(JSON.stringify({ at, id: conflict_id })).toString('base64url')
}

function decodePosition(cursor: string): ListPosition {
  try {
    const at = listPosition.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()))
    if (at.at !== 'infinity' && Number.isNaN(Date.parse(at.at))) throw new Error('not an instant')
    return at
  } catch {
    throw new ProblemException('invalid_cursor')
  }
}
