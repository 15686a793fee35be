/** Locks and reads everything a decision about one conflict needs. */
import { slotOf } from '@dartwing/rules'
import type { Member } from '../access/rights.ts'
import type { Transaction } from '../platform/prisma/database.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { bookingsOf } from '../store/slots.sql.ts'
import { WriteUnit } from '../store/write-unit.ts'
import { readConflict } from './conflicts.repository.ts'
import { ruleOf, type Situation } from './decide.ts'
import { windowAround } from './item/calendar.ts'
import { maySee } from './permissions.ts'

export async function openSituation(
  tx: Transaction,
  member: Member,
  id: string,
  now: string,
): Promise<Situation> {
  const glance = await readConflict(tx, member.org, id)
  if (glance === undefined) throw new ProblemException('not_found')
  const keys = [{ doctype: glance.doctype, name: glance.name }]
  if (glance.other_doctype !== null && glance.other_name !== null) {
    keys.push({ doctype: glance.other_doctype, name: glance.other_name })
  }
  const unit = await WriteUnit.open(tx, member.org, now, keys)
  // Conflicts change only under their document's lock: what is read now is what will be decided about.
  const conflict = await readConflict(tx, member.org, id)
  if (conflict === undefined) throw new ProblemException('not_found')
  if (!maySee(member, conflict, unit.document(conflict.doctype, conflict.name))) {
    throw new ProblemException('not_found')
  }
  const situation = { member, conflict, rule: ruleOf(conflict), unit, bookings: new Map() }
  if (situation.rule.exclusive_slot === undefined) return situation
  await loadSlots(situation)
  return { ...situation, bookings: await bookingsOf(tx, member.org, keys) }
}

/** All the times this can be about: those of both sides, and those that an undo would give back. */
async function loadSlots({ member, conflict, rule, unit }: Situation): Promise<void> {
  const stored = unit.document(conflict.doctype, conflict.name)
  const sides = [stored?.deleted === false ? stored.data : null, conflict.client, conflict.server]
  const wanted = sides.flatMap((doc) => slotOf(rule.name, doc, member.time_zone) ?? [])
  const given = (conflict.resolution?.effects ?? []).flatMap(({ booking }) => booking?.from ?? [])
  const slots = [...wanted, ...given]
  const window = windowAround(slots)
  if (window !== null) await unit.loadSlots([...new Set(slots.map((slot) => slot.resource))], window)
}
