import type { NotificationKind, PushMessage } from '@dartwing/protocol'
import type { NotificationRow } from '../notifications.repository.ts'
import { wordingOf } from './texts.ts'

interface Listener {
  readonly language: string
  readonly time_zone: string
}

const TITLE_MAX = 120
const TITLES_MAX = 3

/** Where somebody is asked to decide. */
const ASKING: ReadonlySet<NotificationKind> = new Set([
  'needs_you',
  'assigned',
  'deadline_near',
  'escalated',
] as const)

/** All of it as one message; null: there is nothing to tell. No value of a record is in it but its title. */
export function toMessage(news: readonly NotificationRow[], listener: Listener): PushMessage | null {
  const [first, ...others] = news
  if (first === undefined) return null
  const { language, wording } = wordingOf(listener.language)
  // Of one conflict there may be several pieces of news: the latest counts.
  const about = new Map(news.map((row) => [row.conflict_id ?? row.id, row]))
  const [only] = [...about.values()]
  if (about.size === 1 && only !== undefined) {
    return { id: first.id, language, ...ofOne(only, listener), path: pathTo(only) }
  }
  const isAsking = [first, ...others].every(({ kind }) => ASKING.has(kind))
  const titles = [...about.values()].slice(0, TITLES_MAX).map(titleOf)
  return {
    id: first.id,
    language,
    title: isAsking ? wording.needYou(about.size) : wording.several(about.size),
    body: titles.join('\n'),
    path: '/inbox',
  }
}

function ofOne(row: NotificationRow, { language, time_zone }: Listener): Pick<PushMessage, 'title' | 'body'> {
  const { wording, language: spoken } = wordingOf(language)
  const { by = null, minutes = 0, due_at = null } = row.facts
  const title = wording.said[row.kind](by, minutes)
  if (due_at === null || !ASKING.has(row.kind)) return { title, body: titleOf(row) }
  const time = new Intl.DateTimeFormat(spoken === 'en' ? 'en-GB' : spoken, {
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: time_zone,
  }).format(new Date(due_at))
  return { title, body: `${titleOf(row)}\n${wording.until(time)}` }
}

function titleOf({ facts, name }: NotificationRow): string {
  const title = facts.title ?? name
  return title.length > TITLE_MAX ? `${title.slice(0, TITLE_MAX)}…` : title
}

function pathTo({ conflict_id, doctype, name }: NotificationRow): string {
  return conflict_id === null
    ? `/history/${encodeURIComponent(doctype)}/${encodeURIComponent(name)}`
    : `/c/${encodeURIComponent(conflict_id)}`
}
