import { EXTEND_HOURS_MAX, extendRequest, type ResolveResponse } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { Injectable } from '@nestjs/common'
import type { Account } from '../../access/tokens.ts'
import { ProblemException, parse } from '../../platform/problem/problem.ts'
import type { Situation } from '../decide.ts'
import { assertOpen, type Guard, GuardedChanges } from '../guarded-changes.ts'
import { permissionsOf } from '../permissions.ts'

const MINUTE_MS = 60_000

/**
 * More time to decide: hours, from an admin, or the few minutes that whoever is deciding may take once. What escalates
 * at its deadline escalates at the new one too; nothing else changes.
 */
@Injectable()
export class ExtensionsService {
  constructor(private readonly changes: GuardedChanges) {}

  async extend(
    account: Account,
    org: string,
    id: string,
    guard: Guard,
    body: unknown,
  ): Promise<ResolveResponse> {
    const { hours, minutes, comment } = parse(extendRequest, body)
    const call = {
      account,
      org,
      id,
      guard,
      op: 'extend',
      asked: { hours, minutes, comment: comment ?? null },
    } as const
    return this.changes.apply(call, async (tx, situation) => {
      assertOpen(situation)
      const { member, conflict, unit } = situation
      const document = unit.document(conflict.doctype, conflict.name)
      const permissions = permissionsOf(member, conflict, document, unit.now)
      const isHold = minutes !== undefined
      if (!(isHold ? permissions.hold : permissions.extend)) throw forbidden(situation, isHold)
      await this.changes.assertUnchanged(tx, situation, guard)
      const byMinutes = minutes ?? (hours ?? 0) * 60
      moveDeadline(situation, { byMinutes, isHold, comment: comment ?? null })
      return []
    })
  }
}

interface More {
  readonly byMinutes: number
  readonly isHold: boolean
  readonly comment: string | null
}

function forbidden({ conflict }: Situation, isHold: boolean): ProblemException {
  const isUsed = isHold && conflict.held_at !== null
  return new ProblemException(
    'forbidden',
    isUsed ? { detail: 'The few minutes more can be had once, and somebody has had them' } : {},
  )
}

/** Counted from the deadline, or from now where that has passed. */
function moveDeadline({ conflict, unit, member }: Situation, { byMinutes, isHold, comment }: More): void {
  const now = Date.parse(unit.now)
  const due =
    Math.max(conflict.due_at === null ? now : Date.parse(conflict.due_at), now) + byMinutes * MINUTE_MS
  if (due > now + EXTEND_HOURS_MAX * 60 * MINUTE_MS) {
    const message = `a deadline can be at most ${EXTEND_HOURS_MAX} hours away`
    throw new ProblemException('invalid', { fields: [{ path: isHold ? 'minutes' : 'hours', message }] })
  }
  const due_at = new Date(due).toISOString()
  const held_at = isHold ? unit.now : conflict.held_at
  const moved = { ...conflict, revision: conflict.revision + 1, due_at, escalated_at: null, held_at }
  const by: Doc = isHold ? { minutes: byMinutes } : { hours: byMinutes / 60 }
  unit.putConflict(moved, 'changed', {
    conflict_id: conflict.conflict_id,
    type: 'extended',
    actor: member.email,
    detail: { ...by, comment, from: conflict.due_at, to: due_at },
    at: unit.now,
  })
}
