import type {
  ConflictRow,
  FeedbackRow,
  MetricName,
  OverviewExportQuery,
  OverviewRows,
  OverviewRowsQuery,
  OverviewTable,
  SyncRow,
} from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import { z } from 'zod'
import { decodeCursor, encodeCursor } from '../access/members/page-cursor.ts'
import { adminOf } from '../access/membership.repository.ts'
import type { Account } from '../access/tokens.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { type Period, readDays } from './measures.sql.ts'
import { type Place, type Reading, readConflicts, readFeedback, readSyncs } from './rows.sql.ts'
import { csvLine } from './to-csv.ts'

type Asked = Pick<OverviewExportQuery, 'from' | 'until'>
type Rows =
  | { readonly table: 'syncs'; readonly items: SyncRow[] }
  | { readonly table: 'conflicts'; readonly items: ConflictRow[] }
  | { readonly table: 'feedback'; readonly items: FeedbackRow[] }
type Read = (tx: Transaction, reading: Reading) => Promise<Rows>

const syncs =
  (...[only, isSlowestFirst]: [only: 'all' | 'merged', isSlowestFirst: boolean]): Read =>
  async (tx, reading) => ({ table: 'syncs', items: await readSyncs(tx, reading, { only, isSlowestFirst }) })
const conflicts =
  (only: 'all' | 'manual'): Read =>
  async (tx, reading) => ({ table: 'conflicts', items: await readConflicts(tx, reading, only) })
const feedback =
  (only: 'all' | 'lost' | 'scored'): Read =>
  async (tx, reading) => ({ table: 'feedback', items: await readFeedback(tx, reading, only) })

/** Those that make a number what it is. */
const BEHIND: Readonly<Record<MetricName, Read>> = {
  conflict_rate: conflicts('all'),
  manual_rate: conflicts('manual'),
  data_loss: feedback('lost'),
  sync_p99: syncs('all', true),
  satisfaction: feedback('scored'),
  stale_base_rate: syncs('merged', false),
}
const WHOLE: Readonly<Record<OverviewTable, Read>> = {
  syncs: syncs('all', false),
  conflicts: conflicts('all'),
  feedback: feedback('all'),
}

/** In the order of the file. */
const COLUMNS = {
  syncs: [
    'sync_id',
    'device_id',
    'app_version',
    'started_at',
    'ended_at',
    'seconds',
    'items',
    'conflicts',
    'held',
    'rejected',
    'merged',
  ],
  conflicts: [
    'conflict_id',
    'doctype',
    'name',
    'title',
    'kind',
    'state',
    'fields',
    'rules',
    'opened_at',
    'due_at',
    'resolved_at',
    'resolved_by',
    'submitted_by',
    'device_id',
    'app_version',
    'undone',
  ],
  feedback: [
    'feedback_id',
    'conflict_id',
    'title',
    'person',
    'created_at',
    'score',
    'lost_data',
    'comment',
    'document_version',
  ],
} as const

/** As the server wrote them: PostgreSQL takes no year before the first. */
const latestFirst = z.object({ key: z.iso.datetime().startsWith('2'), id: z.uuid() })
const slowestFirst = z.object({ key: z.string().regex(/^\d{1,16}$/), id: z.uuid() })
const EXPORT_PAGE = 1000

/** The rows behind the numbers: page by page for people, whole for whoever computes them again. */
@Injectable()
export class RowsService {
  constructor(private readonly database: Database) {}

  async page(account: Account, org: string, request: OverviewRowsQuery): Promise<OverviewRows> {
    const { metric, cursor, limit } = request
    const isSlowestFirst = metric === 'sync_p99'
    const after = !cursor ? null : decodeCursor(isSlowestFirst ? slowestFirst : latestFirst, cursor)
    return this.database.inOrganisation(org, async (tx, now) => {
      const period = await this.#period(tx, account, org, request, now)
      // One more than is shown says whether there is another page.
      const found = await BEHIND[metric](tx, { ...period, after, limit: limit + 1 })
      return toPage(found, limit, isSlowestFirst)
    })
  }

  /** Line by line, so that no file is too long. What can not be read is said before the first. */
  async export(account: Account, org: string, request: OverviewExportQuery): Promise<AsyncIterable<string>> {
    const period = await this.database.inOrganisation(org, (tx, now) =>
      this.#period(tx, account, org, request, now),
    )
    return this.#lines(period, request.table, await this.#part(period, request.table, null))
  }

  async *#lines(period: Period, table: OverviewTable, first: Rows['items']): AsyncGenerator<string> {
    const columns: readonly string[] = COLUMNS[table]
    yield csvLine(columns)
    for (let items = first; items.length > 0; ) {
      const lines = items.map((row) => {
        const byColumn = new Map(Object.entries(row))
        return csvLine(columns.map((column) => byColumn.get(column)))
      })
      yield lines.join('')
      const last = items.at(-1)
      const isEnd = items.length < EXPORT_PAGE || last === undefined
      items = isEnd ? [] : await this.#part(period, table, placeOf(last))
    }
  }

  async #part(period: Period, table: OverviewTable, after: Place | null): Promise<Rows['items']> {
    const reading: Reading = { ...period, after, limit: EXPORT_PAGE }
    return (await this.database.inOrganisation(period.org, (tx) => WHOLE[table](tx, reading))).items
  }

  async #period(tx: Transaction, account: Account, org: string, { from, until }: Asked, now: string) {
    const { time_zone } = await adminOf(tx, org, account)
    const end = until ?? now
    return { org, time_zone, until: end, from: from ?? (await readDays(tx, time_zone, end)).from }
  }
}

function placeOf(row: SyncRow | ConflictRow | FeedbackRow): Place {
  if ('sync_id' in row) return { key: row.started_at, id: row.sync_id }
  if ('feedback_id' in row) return { key: row.created_at, id: row.feedback_id }
  return { key: row.opened_at, id: row.conflict_id }
}

function toPage(found: Rows, limit: number, isSlowestFirst: boolean): OverviewRows {
  const last = found.items.length > limit ? found.items[limit - 1] : undefined
  let next_cursor: string | null = null
  if (last !== undefined) {
    const place = placeOf(last)
    const isSync = isSlowestFirst && 'seconds' in last
    next_cursor = encodeCursor(isSync ? { ...place, key: String(Math.round(last.seconds * 1e6)) } : place)
  }
  switch (found.table) {
    case 'syncs':
      return { table: 'syncs', items: found.items.slice(0, limit), next_cursor }
    case 'conflicts':
      return { table: 'conflicts', items: found.items.slice(0, limit), next_cursor }
    case 'feedback':
      return { table: 'feedback', items: found.items.slice(0, limit), next_cursor }
  }
}
