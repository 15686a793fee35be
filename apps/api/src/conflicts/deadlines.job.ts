import { applyChoices, timeoutChoices } from '@dartwing/rules'
import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import type { Member } from '../access/rights.ts'
import { CommitEvents, type Committed } from '../platform/events.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { isTransient } from '../platform/prisma/sql-state.ts'
import { adminsOf, dueConflicts, organisationIds } from './conflicts.repository.ts'
import { heldOf, type Situation } from './decide.ts'
import { openSituation } from './open-situation.ts'
import { settle } from './settle.ts'

const SWEEP_MS = 15_000
const TIMER = {
  account_id: '00000000-0000-0000-0000-000000000000',
  email: 'timer',
  full_name: 'The deadline',
}

/**
 * Applies the fallback to conflicts whose deadline has passed. Deadlines are rows, not memory: any process
 * may sweep, the document's lock and the open state let exactly one take effect.
 */
@Injectable()
export class DeadlinesJob implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #log = new Logger('Deadlines')
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> = Promise.resolve()

  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
  ) {}

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => {
      this.#running = this.#running
        .then(async () => void (await this.sweep()))
        .catch((error: unknown) => this.#log.error(error))
    }, SWEEP_MS)
    this.#timer.unref()
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer)
    await this.#running
  }

  /** One pass over every organisation; returns how many conflicts it settled or escalated. */
  async sweep(): Promise<number> {
    let count = 0
    for (const org of await this.database.acrossOrganisations(null, organisationIds)) {
      const due = await this.database.inOrganisation(org, (tx) => dueConflicts(tx, org))
      for (const { conflict_id } of due) {
        const committed = await this.#expire(org, conflict_id)
        if (committed === null) continue
        this.events.publish(committed)
        count += 1
      }
    }
    return count
  }

  async #expire(org: string, conflictId: string): Promise<Committed | null> {
    try {
      return await this.database.inOrganisation(org, (tx) => expire(tx, org, conflictId))
    } catch (error) {
      if (isTransient(error)) return null
      this.#log.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
      return null
    }
  }
}

async function expire(tx: Transaction, org: string, conflictId: string): Promise<Committed | null> {
  const organisation = await tx.organisation.findUniqueOrThrow({ where: { orgId: org } })
  const member: Member = {
    ...TIMER,
    org,
    role: 'admin',
    revision: 0,
    time_zone: organisation.timeZone,
    epoch: organisation.epoch,
  }
  const situation = await openSituation(tx, member, conflictId)
  const { conflict, unit } = situation
  const isDue = conflict.due_at !== null && Date.parse(conflict.due_at) <= Date.parse(unit.now)
  if (conflict.state !== 'open' || !isDue || conflict.escalated_at !== null) return null
  const choices = timeoutChoices(conflict.doctype, heldOf(situation))
  if (choices === null || conflict.on_timeout === 'escalate') await escalate(tx, situation)
  else applyFallback(situation, choices)
  return unit.commit()
}

function applyFallback(situation: Situation, choices: NonNullable<ReturnType<typeof timeoutChoices>>): void {
  const { member, rule, unit } = situation
  const resolution = applyChoices(rule.name, heldOf(situation), choices, {
    now: unit.now,
    time_zone: member.time_zone,
  })
  const decided = { resolution, doc: resolution.doc, pending: [], decisions: resolution.decisions }
  const outcome = { ...decided, slot: undefined, overridden: false, other: null }
  settle(situation, outcome, {
    state: 'auto_resolved',
    op: 'timeout',
    action: 'timeout',
    comment: null,
    key: null,
    request_hash: null,
    asked: { choices },
  })
}

/** What no timer may decide goes to the admins and stays open. */
async function escalate(tx: Transaction, { conflict, unit, member }: Situation): Promise<void> {
  unit.putConflict({ ...conflict, revision: conflict.revision + 1, escalated_at: unit.now }, 'changed', {
    conflict_id: conflict.conflict_id,
    type: 'escalated',
    actor: TIMER.email,
    detail: {},
    at: unit.now,
  })
  const about = { doctype: conflict.doctype, name: conflict.name, conflict_id: conflict.conflict_id }
  for (const email of await adminsOf(tx, member.org)) {
    unit.notify(email, about, {
      type: 'review_needed',
      message: `${conflict.title} still waits for a decision.`,
    })
  }
}
