/** Who hears of what a batch has done, beside whoever sent it: in their list, and by push message. */
import { type DocTypeRule, type Json, type Resolution, sameValue } from '@dartwing/rules'
import type { ConflictRecord, StoredDocument } from '../../store/stored-document.ts'
import { titleOf } from '../../store/title.ts'
import type { Batch } from './batch.ts'

/** A record is somebody else's now: those who had it and those who have it, never whoever gave it. */
export function tellAssigned(
  batch: Batch,
  rule: DocTypeRule,
  before: StoredDocument | undefined,
  after: StoredDocument,
): void {
  if (before === undefined || before.deleted || after.deleted) return
  for (const field of assigning(rule)) {
    const [had, has] = [before.data[field] ?? null, after.data[field] ?? null]
    if (sameValue(rule.name, field, had, has)) continue
    tell(batch, rule, after, { to: had, kind: 'given_away', field, said: 'was given to somebody else' })
    tell(batch, rule, after, { to: has, kind: 'given', field, said: 'was given to you' })
  }
}

/** A rule chose between two people's values: each whose value lost can read it, and bring it back. */
export function tellOverruled(
  { unit }: Batch,
  { doctype, name, title, conflict_id, fields, sides }: ConflictRecord,
  { decisions }: Resolution,
): void {
  const winners = new Set(decisions.filter(({ field }) => fields.includes(field)).map(({ winner }) => winner))
  const [server, client] = [sides.server, sides.client]
  const lost = [
    ...(winners.has('server') ? [{ to: client.actor, by: server.actor_name }] : []),
    ...(winners.has('client') ? [{ to: server.actor, by: client.actor_name }] : []),
  ]
  for (const { to, by } of lost) {
    if (!isPerson(to) || server.actor === client.actor) continue
    const about = { doctype, name, conflict_id, kind: 'rule_overruled', facts: { title, by } } as const
    const message = `${doctype} ${title}: a rule did not keep your value.`
    unit.notify(to, about, { type: 'value_overruled', message })
  }
}

const assigning = ({ notices = [] }: DocTypeRule): readonly string[] =>
  notices.filter(({ type }) => type === 'assignment_changed').flatMap(({ fields }) => fields)

function tell(
  { unit, member }: Batch,
  rule: DocTypeRule,
  { name, data }: StoredDocument,
  news: {
    readonly to: Json
    readonly kind: 'given' | 'given_away'
    readonly field: string
    readonly said: string
  },
): void {
  const { to, kind, field, said } = news
  if (!isPerson(to) || to === member.email) return
  const title = titleOf(rule.name, data, name)
  const facts = { title, by: member.full_name }
  const message = `${rule.name} ${title} ${said}.`
  unit.notify(
    to,
    { doctype: rule.name, name, conflict_id: null, kind, facts },
    { type: 'assignment_changed', field, message },
  )
}

const isPerson = (value: Json | undefined): value is string =>
  typeof value === 'string' && value.includes('@')
