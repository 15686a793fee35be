import type { ConflictDetail, Interval } from '@dartwing/protocol'
import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { formatRange, locale } from '../../../lib/time/format.ts'

/** What happened and who did it. The server's own sentence is English; another language makes it from the item. */
export function headlineOf(detail: ConflictDetail): string {
  if (i18n.locale === 'en') return detail.headline
  const server = nameOf(detail.sides.server)
  const client = nameOf(detail.sides.client)
  switch (detail.kind) {
    case 'slot_collision':
      return collisionHeadline(detail, client)
    case 'signature_review':
      return t`${server} and ${client} each captured a different signature.`
    case 'delete_edit':
      return detail.client === null
        ? t`${client} deleted the record while ${server} was changing it.`
        : t`${server} deleted the record while ${client} was changing it offline.`
    case 'field_conflict':
      return moveHeadline(detail, server, client) ?? fieldHeadline(detail, server, client)
  }
}

function nameOf({ actor, actor_name }: ConflictDetail['sides']['server']): string {
  return actor_name === '' ? actor : actor_name
}

function collisionHeadline({ calendar, other }: ConflictDetail, client: string): string {
  const holder = other?.title ?? t`another appointment`
  if (calendar?.client == null) return t`${client} booked a time offline that ${holder} already has.`
  const when = formatRange(calendar.client.start, calendar.client.end, calendar.time_zone)
  return t`${client} booked ${when} offline, but ${holder} already has that time.`
}

function moveHeadline({ calendar }: ConflictDetail, server: string, client: string): string | null {
  if (calendar?.server == null || calendar.client === null) return null
  const { server: here, client: there, time_zone } = calendar
  if (here.start === there.start && here.end === there.end) return null
  const span = ({ start, end }: Interval): string => formatRange(start, end, time_zone)
  return t`${server} moved it to ${span(here)}, ${client} offline to ${span(there)}.`
}

const LABELS_MAX = 3

function fieldHeadline(detail: ConflictDetail, server: string, client: string): string {
  const labels = detail.fields.map((name) => {
    const field = detail.fields_view.find((one) => one.name === name)
    return ruleText(field?.label ?? name.replaceAll('_', ' '))
  })
  if (labels.length > LABELS_MAX) {
    const [first, second] = labels
    return t`${server} and ${client} both changed ${first ?? ''}, ${second ?? ''} and ${labels.length - 2} more fields.`
  }
  const list = new Intl.ListFormat(locale(), { type: 'conjunction' }).format(labels)
  return t`${server} and ${client} both changed: ${list}.`
}
