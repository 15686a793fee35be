/** The one plain sentence a conflict opens on: what happened, who did it, when. */
import { type Doc, type DocTypeRule, type Hold, type Slot, slotOf } from '@dartwing/rules'
import { labelOf } from '../../store/title.ts'

export interface HeadlineFacts {
  readonly rule: DocTypeRule
  readonly hold: Hold
  readonly server: Doc | null
  readonly client: Doc | null
  readonly server_actor: string
  readonly client_actor: string
  readonly other_title: string | null
  readonly time_zone: string
}

export function headlineOf(facts: HeadlineFacts): string {
  const { hold, rule, server_actor, client_actor } = facts
  const thing = rule.name.toLowerCase()
  switch (hold.kind) {
    case 'slot_collision':
      return collisionHeadline(facts)
    case 'signature_review':
      return `${server_actor} and ${client_actor} each captured a different signature for this ${thing}.`
    case 'delete_edit':
      return hold.client === null
        ? `${client_actor} deleted this ${thing} while ${server_actor} was changing it.`
        : `${server_actor} deleted this ${thing} while ${client_actor} was changing it offline.`
    case 'field_conflict':
      return fieldHeadline(facts, thing)
  }
}

/** For conflicts that a rule settled. */
export function settledHeadline(
  rule: DocTypeRule,
  fields: readonly string[],
  actors: [string, string],
): string {
  return `${actors[0]} and ${actors[1]} both changed ${labelsOf(rule, fields)}; the rule decided.`
}

function fieldHeadline(facts: HeadlineFacts, thing: string): string {
  const { rule, hold, server_actor, client_actor, time_zone } = facts
  const server = rule.exclusive_slot && slotOf(rule.name, facts.server, time_zone)
  const client = rule.exclusive_slot && slotOf(rule.name, facts.client, time_zone)
  if (server && client && (server.start !== client.start || server.end !== client.end)) {
    return (
      `${server_actor} moved this ${thing} to ${spanText(server, time_zone)} while ${client_actor}, offline, ` +
      `moved it to ${spanText(client, time_zone)}${overlapText(server, client)}.`
    )
  }
  return `${server_actor} and ${client_actor} both changed ${labelsOf(rule, hold.fields)} of this ${thing}.`
}

function collisionHeadline({ rule, client, client_actor, other_title, time_zone }: HeadlineFacts): string {
  const slot = slotOf(rule.name, client, time_zone)
  const when = slot === null ? 'a time' : spanText(slot, time_zone)
  return `${client_actor} booked ${when} offline, but ${other_title ?? 'another appointment'} already has that time.`
}

function labelsOf(rule: DocTypeRule, fields: readonly string[]): string {
  const labels = fields.map((field) => labelOf(rule, field))
  if (labels.length > 3) return `${labels.slice(0, 2).join(', ')} and ${labels.length - 2} more fields`
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(labels)
}

function spanText(slot: Slot, timeZone: string): string {
  const day = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  })
  return day.formatRange(new Date(slot.start), new Date(slot.end))
}

function overlapText(a: Slot, b: Slot): string {
  const from = Math.max(Date.parse(a.start), Date.parse(b.start))
  const to = Math.min(Date.parse(a.end), Date.parse(b.end))
  return to > from ? `; the two overlap by ${Math.round((to - from) / 60_000)} min` : ''
}
