import { type FeedQuery, feedQuery } from '@dartwing/protocol'
import { docTypeRule, registeredDocTypes } from '@dartwing/rules'
import { Inject, Injectable } from '@nestjs/common'
import { memberOf } from '../access/membership.repository.ts'
import { isPersonal, type Member, may } from '../access/rights.ts'
import type { Account } from '../access/tokens.ts'
import { CommitEvents } from '../platform/events.ts'
import { Database } from '../platform/prisma/database.ts'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { SETTINGS, type Settings } from '../platform/settings.ts'
import { CursorCodec, type Position } from './cursor.ts'
import { markFullRead, type PageRow, readCounter, readPage } from './feed.sql.ts'
import { pageText } from './to-page.ts'

/** Another process may commit too: a long poll looks again this often even when nobody told it to. */
const POLL_MS = 1_000

interface Scope {
  readonly member: Member
  readonly doctypes: readonly string[]
  readonly personal: readonly string[]
  readonly key: string
}

/** `feed`: everything that changed since a cursor, in one order, without a gap. */
@Injectable()
export class FeedService {
  readonly #cursors: CursorCodec

  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.#cursors = new CursorCodec(settings.AUTH_SECRET)
  }

  /** The page as JSON text; waits up to `wait` seconds when there is nothing new. */
  async page(account: Account, query: FeedQuery, isGone: () => boolean): Promise<string> {
    const request = parse(feedQuery, query)
    const deadline = Date.now() + request.wait * 1000
    for (;;) {
      const page = await this.#read(account, request)
      const remainingMs = deadline - Date.now()
      if (page.rows.length > 0 || remainingMs <= 0 || isGone()) return pageText(page.rows, page.rest)
      await this.#somethingCommitted(request.org, Math.min(POLL_MS, remainingMs))
    }
  }

  async #read(account: Account, request: ReturnType<typeof feedQuery.parse>) {
    return this.database.inOrganisation(request.org, async (tx) => {
      const member = await memberOf(tx, request.org, account)
      const scope = scopeOf(member, request.doctype)
      // Read before the page: what commits in between belongs to the next one.
      const counter = await readCounter(tx, request.org)
      const after = this.#after(scope, request.since, counter)
      const wanted = request.limit + 1
      const found = await readPage(tx, {
        org: request.org,
        after,
        upTo: counter.last_seq,
        limit: wanted,
        doctypes: scope.doctypes,
        personal: scope.personal,
        email: member.email,
      })
      const has_more = found.length === wanted
      const rows: PageRow[] = has_more ? found.slice(0, request.limit) : found
      const seq = has_more ? (rows.at(-1)?.seq_text ?? after) : counter.last_seq
      if (!has_more && request.device_id !== undefined) {
        await markFullRead(tx, request.org, account.account_id, request.device_id)
      }
      const next_since = this.#cursors.encode({ ...circumstances(scope), seq })
      const server_ts = new Date().toISOString()
      return { rows, rest: { next_since, has_more, server_ts, epoch: member.epoch } }
    })
  }

  #after(scope: Scope, since: string | undefined, counter: { last_seq: string; horizon: string }): string {
    if (since === undefined || since === '') return '0'
    const at = this.#cursors.decode(since)
    if (at === null || at.org !== scope.member.org) throw new ProblemException('invalid_cursor')
    const now = circumstances(scope)
    if (at.epoch !== now.epoch || BigInt(at.seq) > BigInt(counter.last_seq)) {
      throw new ProblemException('epoch_changed')
    }
    if (at.doctypes !== now.doctypes || at.revision !== now.revision)
      throw new ProblemException('scope_changed')
    if (BigInt(at.seq) < BigInt(counter.horizon)) throw new ProblemException('cursor_expired')
    return at.seq
  }

  #somethingCommitted(org: string, atMostMs: number): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        stop()
        clearTimeout(timer)
        resolve()
      }
      const stop = this.events.listen((committed) => {
        if (committed.org === org) done()
      })
      const timer = setTimeout(done, atMostMs)
    })
  }
}

function circumstances({ member, key }: Scope): Omit<Position, 'seq'> {
  return { org: member.org, epoch: member.epoch, doctypes: key, revision: member.revision }
}

/** The DocTypes a request reads: those it names, or all the member may. */
function scopeOf(member: Member, named: string | undefined): Scope {
  const asked =
    named === undefined || named === '' ? null : [...new Set(named.split(',').map((name) => name.trim()))]
  const unknown = asked?.filter((name) => docTypeRule(name) === undefined) ?? []
  if (unknown.length > 0) throw new ProblemException('unknown_doctype', { detail: unknown.join(', ') })
  const doctypes = (asked ?? [...registeredDocTypes()]).filter((name) => {
    const rule = docTypeRule(name)
    return rule !== undefined && may(rule, member.role, 'read')
  })
  if (asked !== null && doctypes.length < asked.length) throw new ProblemException('not_found')
  const personal = doctypes.filter((name) => {
    const rule = docTypeRule(name)
    return rule !== undefined && isPersonal(rule, member.role)
  })
  return { member, doctypes, personal, key: asked === null ? '*' : [...asked].sort().join(',') }
}
