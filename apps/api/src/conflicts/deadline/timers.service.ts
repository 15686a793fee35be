import { TIMER_GRACE_MINUTES, type Timer, type timerRequest } from '@dartwing/protocol'
import { docTypeRule } from '@dartwing/rules'
import { Injectable } from '@nestjs/common'
import type { z } from 'zod'
import { appendAudit } from '../../access/members/audit.repository.ts'
import { adminOf } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { CommitEvents, type Committed } from '../../platform/events.ts'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { retrying } from '../../platform/prisma/retry.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { pausesOf } from '../../store/conflicts/timer-pauses.sql.ts'
import { WriteUnit } from '../../store/write-unit.ts'
import { countOpenOf, deletePause, dueBefore, insertPause } from './timers.repository.ts'

const MINUTE_MS = 60_000
/** Deadlines moved in one transaction. */
const CHUNK = 100
const ATTEMPTS = 5

type Request = z.output<typeof timerRequest>
interface Admin {
  readonly org: string
  readonly account: Account
}

/** The timer of a DocType stands still, or goes on: one audited act of an admin. */
@Injectable()
export class TimersService {
  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
  ) {}

  async change(account: Account, org: string, request: Request): Promise<Timer> {
    const admin = { org, account }
    return request.paused
      ? this.#pause(admin, request.doctype, request.reason ?? '')
      : this.#resume(admin, request.doctype)
  }

  async #pause(admin: Admin, doctype: string, reason: string): Promise<Timer> {
    return this.database.inOrganisation(admin.org, async (tx) => {
      const { org, email } = await adminOf(tx, admin.org, admin.account)
      if (docTypeRule(doctype) === undefined) {
        throw new ProblemException('invalid', {
          fields: [{ path: 'doctype', message: 'is no DocType of this server' }],
        })
      }
      if (await insertPause(tx, org, { doctype, reason, by: email })) {
        await appendAudit(tx, {
          org,
          actor: email,
          act: 'timer_paused',
          subject: doctype,
          from: null,
          to: reason,
        })
      }
      return timerOf(tx, org, doctype)
    })
  }

  /** First whoever would be surprised gets time, chunk by chunk; whatever ends it midway leaves the timer still. */
  async #resume(admin: Admin, doctype: string): Promise<Timer> {
    for (;;) {
      const committed = await retrying(ATTEMPTS, () => this.#giveTime(admin, doctype))
      if (committed === null) break
      this.events.publish(committed)
    }
    return this.database.inOrganisation(admin.org, async (tx) => {
      const { org, email } = await adminOf(tx, admin.org, admin.account)
      const pause = (await pausesOf(tx, org)).get(doctype)
      if (pause !== undefined && (await deletePause(tx, org, doctype))) {
        await appendAudit(tx, {
          org,
          actor: email,
          act: 'timer_resumed',
          subject: doctype,
          from: pause.reason,
          to: null,
        })
      }
      return timerOf(tx, org, doctype)
    })
  }

  /** Null: there is nothing left whose deadline has passed, or would at once; or nothing stands still. */
  async #giveTime(admin: Admin, doctype: string): Promise<Committed | null> {
    return this.database.inOrganisation(admin.org, async (tx, now) => {
      const { org, email } = await adminOf(tx, admin.org, admin.account)
      if (!(await pausesOf(tx, org)).has(doctype)) return null
      const due_at = new Date(Date.parse(now) + TIMER_GRACE_MINUTES * MINUTE_MS).toISOString()
      // Half the time has to be left: what has got it a moment ago is not asked for again.
      const until = new Date(Date.parse(now) + (TIMER_GRACE_MINUTES * MINUTE_MS) / 2).toISOString()
      const keys = await dueBefore(tx, org, { doctype, until, limit: CHUNK })
      if (keys.length === 0) return null
      const unit = await WriteUnit.open(tx, org, now, keys)
      const waiting = keys.flatMap(({ name }) => unit.openConflict(doctype, name) ?? [])
      for (const conflict of waiting) {
        unit.putConflict({ ...conflict, revision: conflict.revision + 1, due_at }, 'changed', {
          conflict_id: conflict.conflict_id,
          type: 'extended',
          actor: email,
          detail: { minutes: TIMER_GRACE_MINUTES, from: conflict.due_at, to: due_at, after_pause: true },
          at: now,
        })
      }
      return waiting.length === 0 ? null : unit.commit()
    })
  }
}

async function timerOf(tx: Transaction, org: string, doctype: string): Promise<Timer> {
  return {
    doctype,
    open: await countOpenOf(tx, org, doctype),
    paused: (await pausesOf(tx, org)).get(doctype) ?? null,
  }
}
