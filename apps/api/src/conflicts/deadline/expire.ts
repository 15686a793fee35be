/** What the deadline does to conflicts nobody decided: the fallback, or for a signature, the admins. */
import { randomUUID } from 'node:crypto'
import { applyChoices, type Choices, timeoutChoices } from '@dartwing/rules'
import { adminsOf } from '../../access/membership.repository.ts'
import type { Member } from '../../access/rights.ts'
import type { Committed } from '../../platform/events.ts'
import type { Transaction } from '../../platform/prisma/database.ts'
import { WriteUnit } from '../../store/write-unit.ts'
import { claimDue } from '../conflicts.repository.ts'
import { heldOf, ruleOf, type Situation } from '../decide.ts'
import { acknowledge } from '../receipt.ts'
import { settle } from '../settle.ts'

const TIMER = {
  account_id: '00000000-0000-0000-0000-000000000000',
  email: 'timer',
  full_name: 'The deadline',
  role: 'admin',
  revision: 0,
  // It decides what is already here, whether or not the organisation syncs.
  rollout_stage: 'ga',
} as const

export interface Expired {
  readonly count: number
  readonly committed: Committed
}

/**
 * Settles those of these conflicts that are due and that nobody else is busy with, in one transaction. It
 * waits for no document, so sweeps of several processes pass each other; a decision changes no other
 * document and books nothing, so the documents' own locks are all it needs.
 */
export async function expire(
  tx: Transaction,
  org: string,
  ids: readonly string[],
  now: string,
): Promise<Expired | null> {
  const claimed = await claimDue(tx, org, ids)
  if (claimed.length === 0) return null
  const member = await timerOf(tx, org)
  const unit = await WriteUnit.open(tx, org, now, claimed)
  const situations = claimed.flatMap(({ doctype, name }): Situation[] => {
    const conflict = unit.openConflict(doctype, name)
    return conflict === undefined
      ? []
      : [{ member, conflict, unit, rule: ruleOf(conflict), bookings: new Map() }]
  })
  const admins = await adminsOf(tx, org)
  for (const situation of situations) expireOne(situation, admins)
  return { count: situations.length, committed: await unit.commit() }
}

async function timerOf(tx: Transaction, org: string): Promise<Member> {
  const { timeZone, epoch } = await tx.organisation.findUniqueOrThrow({ where: { orgId: org } })
  return { ...TIMER, org, time_zone: timeZone, epoch }
}

function expireOne(situation: Situation, admins: readonly string[]): void {
  const { conflict } = situation
  const choices = timeoutChoices(conflict.doctype, heldOf(situation))
  if (choices === null || conflict.on_timeout === 'escalate') escalate(situation, admins)
  else applyFallback(situation, choices)
}

function applyFallback(situation: Situation, choices: Choices): void {
  const { member, rule, unit } = situation
  const resolution = applyChoices(rule.name, heldOf(situation), choices, {
    now: unit.now,
    time_zone: member.time_zone,
  })
  const { doc, decisions } = resolution
  const mutation_id = randomUUID()
  const outcome = { resolution, doc, pending: [], decisions, slot: undefined, overridden: false, other: null }
  settle(situation, outcome, { mutation_id, state: 'auto_resolved', action: 'timeout', comment: null })
  acknowledge(
    situation,
    { mutation_id, op: 'timeout', content_hash: mutation_id, asked: { choices } },
    decisions,
  )
}

/** What no timer may decide goes to the admins and stays open. */
function escalate({ conflict, unit }: Situation, admins: readonly string[]): void {
  unit.putConflict({ ...conflict, revision: conflict.revision + 1, escalated_at: unit.now }, 'changed', {
    conflict_id: conflict.conflict_id,
    type: 'escalated',
    actor: TIMER.email,
    detail: {},
    at: unit.now,
  })
  const { doctype, name, conflict_id, title } = conflict
  const about = { doctype, name, conflict_id, kind: 'escalated', facts: { title, by: null } } as const
  const message = `${title} still waits for a decision.`
  for (const email of admins) unit.notify(email, about, { type: 'review_needed', message })
}
