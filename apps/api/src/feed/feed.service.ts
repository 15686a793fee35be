import { createHash } from 'node:crypto'
import { type FeedQuery, feedQuery } from '@dartwing/protocol'
import { docTypeRule, registeredDocTypes } from '@dartwing/rules'
import { Inject, Injectable } from '@nestjs/common'
import { memberOf } from '../access/membership.repository.ts'
import { assertMaySync, isPersonal, type Member, may } from '../access/rights.ts'
import type { Account } from '../access/tokens.ts'
import { Database } from '../platform/prisma/database.ts'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { authSecrets, SETTINGS, type Settings } from '../platform/settings.ts'
import { CounterWatch } from './counter-watch.ts'
import { CursorCodec, type Position } from './cursor.ts'
import { type Counter, markFullRead, readPage } from './feed.sql.ts'

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
    private readonly watch: CounterWatch,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.#cursors = new CursorCodec(authSecrets(settings))
  }

  /** The page as JSON text; waits up to `wait` seconds when there is nothing new, unless the reader has left. */
  async page(account: Account, query: FeedQuery, reader: AbortSignal): Promise<string> {
    const request = parse(feedQuery, query)
    const deadline = Date.now() + request.wait * 1000
    for (;;) {
      const { page, rest } = await this.#read(account, request)
      const atMostMs = deadline - Date.now()
      const isDone = page.rows.length > 0 || atMostMs <= 0
      if (isDone || !(await this.watch.isWorthALook(request.org, page.last_seq, { atMostMs, reader }))) {
        return `{"message":{"rows":[${page.rows.join(',')}],${JSON.stringify(rest).slice(1)}}`
      }
    }
  }

  async #read(account: Account, request: ReturnType<typeof feedQuery.parse>) {
    return this.database.sqlInOrganisation(request.org, async (tx) => {
      const member = await memberOf(tx, request.org, account)
      assertMaySync(member, this.settings.ROLLOUT_LOWEST_STAGE)
      const scope = scopeOf(member, request.doctype)
      const since = this.#positionOf(scope, request.since)
      const page = await readPage(tx, {
        org: request.org,
        after: since?.seq ?? '0',
        limit: request.limit,
        doctypes: scope.doctypes,
        personal: scope.personal,
        email: member.email,
      })
      const { has_more, last_seq } = page
      if (since !== null) assertReachable(since, page)
      if (!has_more && request.device_id !== undefined) {
        await markFullRead(tx, request.org, account.account_id, request.device_id)
      }
      const began = since === null ? last_seq : since.began
      const next_since = this.#cursors.encode({
        ...circumstances(scope),
        seq: has_more ? (page.reached ?? last_seq) : last_seq,
        ...(has_more && began !== undefined ? { began } : {}),
      })
      const server_ts = new Date().toISOString()
      return { page, rest: { next_since, has_more, server_ts, epoch: member.epoch } }
    })
  }

  /** Where a cursor stands; null = at the beginning. It must be this reader's, of this reading. */
  #positionOf(scope: Scope, since: string | undefined): Position | null {
    if (since === undefined || since === '') return null
    const at = this.#cursors.decode(since)
    const now = circumstances(scope)
    if (at === null || at.org !== now.org || at.account !== now.account) {
      throw new ProblemException('invalid_cursor')
    }
    if (at.epoch !== now.epoch) throw new ProblemException('epoch_changed')
    if (at.doctypes !== now.doctypes || at.revision !== now.revision) {
      throw new ProblemException('scope_changed')
    }
    return at
  }
}

/**
 * A cursor ahead of the feed is from before a restore. One behind the horizon has missed tombstones, but not
 * while it reads from the beginning: all its reader has was there when it began, so that only what was deleted
 * and purged since then could be missed.
 */
function assertReachable({ seq, began = '0' }: Position, { last_seq, horizon }: Counter): void {
  if (BigInt(seq) > BigInt(last_seq)) throw new ProblemException('epoch_changed')
  if (BigInt(seq) < BigInt(horizon) && BigInt(began) < BigInt(horizon)) {
    throw new ProblemException('cursor_expired')
  }
}

function circumstances({ member, key }: Scope): Omit<Position, 'seq' | 'began'> {
  const { org, account_id, epoch, revision } = member
  return { org, account: account_id, epoch, doctypes: key, revision }
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
  return { member, doctypes, personal, key: asked === null ? '*' : digest([...asked].sort()) }
}

/** A cursor has the same length however many DocTypes are named. */
function digest(names: readonly string[]): string {
  return createHash('sha256').update(names.join(',')).digest('base64url')
}
