import { type ResolveResponse, UNDO_OWN_MINUTES, undoRequest } from '@dartwing/protocol'
import { SYNC_CONFIG } from '@dartwing/rules'
import { Injectable } from '@nestjs/common'
import type { Account } from '../../access/tokens.ts'
import { ProblemException, parse } from '../../platform/problem/problem.ts'
import { type ConflictRecord, serverSideOf } from '../../store/stored-document.ts'
import { labelOf } from '../../store/title.ts'
import type { Situation } from '../decide.ts'
import { type Guard, GuardedChanges } from '../guarded-changes.ts'
import { permissionsOf } from '../permissions.ts'
import { askedAgain } from './effects.ts'
import { type PutBack, putBack } from './put-back.ts'

const HOUR_MS = 3_600_000

/** Takes a decision back, a person's, a rule's or the deadline's, and asks again. */
@Injectable()
export class UndoService {
  constructor(private readonly changes: GuardedChanges) {}

  async undo(
    account: Account,
    org: string,
    id: string,
    guard: Guard,
    body: unknown,
  ): Promise<ResolveResponse> {
    const comment = parse(undoRequest, body ?? {}).comment ?? null
    const call = { account, org, id, guard, op: 'undo', asked: { comment } } as const
    return this.changes.apply(call, async (tx, situation, mutationId) => {
      assertDecided(situation)
      assertMayUndo(situation)
      await this.changes.assertUnchanged(tx, situation, guard)
      const back = putBack(situation, mutationId)
      reopen(situation, back, comment)
      return []
    })
  }
}

function assertDecided({ conflict, unit }: Situation): void {
  if (conflict.state !== 'resolved' && conflict.state !== 'auto_resolved') {
    throw new ProblemException('not_decided', {
      detail: `The conflict is ${conflict.state}`,
      state: conflict.state,
    })
  }
  const open = unit.openConflict(conflict.doctype, conflict.name)
  if (open === undefined) return
  throw new ProblemException('changed_since', {
    detail: 'Another conflict of this record is open: decide that one first',
    open_conflict: open.conflict_id,
  })
}

function assertMayUndo({ member, conflict, unit }: Situation): void {
  const document = unit.document(conflict.doctype, conflict.name)
  if (permissionsOf(member, conflict, document, unit.now).undo) return
  const isOwn = conflict.resolved_by === member.email
  throw new ProblemException('forbidden', {
    detail: isOwn
      ? `Your own decision can be undone for ${UNDO_OWN_MINUTES} minutes; now an admin can`
      : 'An admin can undo this, or whoever decided, shortly afterwards',
  })
}

function reopen(situation: Situation, { restored, kept }: PutBack, comment: string | null): void {
  const { conflict, unit, member } = situation
  const { doctype, name, conflict_id } = conflict
  const open: ConflictRecord = {
    ...conflict,
    state: 'open',
    revision: conflict.revision + 1,
    headline: headlineAgain(situation),
    fields: askedAgain(conflict),
    server:
      conflict.kind === 'signature_review'
        ? conflict.server
        : serverSideOf(conflict, unit.document(doctype, name)),
    due_at: new Date(Date.parse(unit.now) + SYNC_CONFIG.manual_resolve_timeout_hours * HOUR_MS).toISOString(),
    escalated_at: null,
    held_at: null,
    resolved_at: null,
    resolved_by: null,
    resolution: null,
  }
  unit.putConflict(open, 'reopened', {
    conflict_id,
    type: 'undone',
    actor: member.email,
    detail: {
      action: conflict.resolution?.action ?? conflict.state,
      decided_by: conflict.resolved_by,
      comment,
      fields: [...restored],
      kept: [...kept],
    },
    at: unit.now,
  })
  const people = [conflict.submitted_by, conflict.resolved_by ?? ''].filter((email) => email.includes('@'))
  const facts = { title: conflict.title, by: member.full_name }
  const message = `${member.full_name} undid the decision about ${doctype} ${conflict.title}.`
  for (const email of new Set(people)) {
    if (email === member.email) continue
    unit.notify(
      email,
      { doctype, name, conflict_id, kind: 'undone', facts },
      { type: 'review_needed', message },
    )
  }
}

/** What opens on "the rule decided" would say so no longer truly. */
function headlineAgain({ conflict, rule, member }: Situation): string {
  const { kind, resolved_by, headline, fields, sides } = conflict
  if (resolved_by !== 'rule' || kind !== 'field_conflict') return headline
  const labels = fields.map((field) => labelOf(rule, field))
  const what = new Intl.ListFormat('en', { type: 'conjunction' }).format(labels)
  const who = `${sides.server.actor_name} and ${sides.client.actor_name}`
  return `${who} both changed ${what}; ${member.full_name} asks who is right.`
}
