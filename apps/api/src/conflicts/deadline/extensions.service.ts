import { EXTEND_HOURS_MAX, extendRequest, type ResolveResponse } from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import type { Account } from '../../access/tokens.ts'
import { ProblemException, parse } from '../../platform/problem/problem.ts'
import type { Situation } from '../decide.ts'
import { assertOpen, type Guard, GuardedChanges } from '../guarded-changes.ts'
import { permissionsOf } from '../permissions.ts'

const HOUR_MS = 3_600_000

/** More time to decide. What escalates at its deadline escalates at the new one too; nothing else changes. */
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
    const { hours, comment } = parse(extendRequest, body)
    const call = {
      account,
      org,
      id,
      guard,
      op: 'extend',
      asked: { hours, comment: comment ?? null },
    } as const
    return this.changes.apply(call, async (tx, situation) => {
      assertOpen(situation)
      const { member, conflict, unit } = situation
      const document = unit.document(conflict.doctype, conflict.name)
      if (!permissionsOf(member, conflict, document, unit.now).extend) throw new ProblemException('forbidden')
      await this.changes.assertUnchanged(tx, situation, guard)
      moveDeadline(situation, hours, comment ?? null)
      return []
    })
  }
}

/** Counted from the deadline, or from now where that has passed. */
function moveDeadline({ conflict, unit, member }: Situation, hours: number, comment: string | null): void {
  const now = Date.parse(unit.now)
  const due = Math.max(conflict.due_at === null ? now : Date.parse(conflict.due_at), now) + hours * HOUR_MS
  if (due > now + EXTEND_HOURS_MAX * HOUR_MS) {
    const message = `a deadline can be at most ${EXTEND_HOURS_MAX} hours away`
    throw new ProblemException('invalid', { fields: [{ path: 'hours', message }] })
  }
  const due_at = new Date(due).toISOString()
  unit.putConflict({ ...conflict, revision: conflict.revision + 1, due_at, escalated_at: null }, 'changed', {
    conflict_id: conflict.conflict_id,
    type: 'extended',
    actor: member.email,
    detail: { hours, comment, from: conflict.due_at, to: due_at },
    at: unit.now,
  })
}
