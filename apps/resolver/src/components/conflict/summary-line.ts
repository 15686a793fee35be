import type { ConflictSummary } from '@dartwing/protocol'
import { i18n } from '@lingui/core'
import { plural, t } from '@lingui/core/macro'

type Summary = Pick<ConflictSummary, 'kind' | 'fields' | 'headline'>

/** The server's sentence is English and tells who; in another language a list tells what happened. */
export function summaryLine({ kind, fields, headline }: Summary): string {
  if (i18n.locale === 'en') return headline
  switch (kind) {
    case 'field_conflict':
      return plural(fields.length, {
        one: 'Both sides changed # field.',
        other: 'Both sides changed # fields.',
      })
    case 'slot_collision':
      return t`Two appointments want the same time.`
    case 'signature_review':
      return t`Two different signatures were captured.`
    case 'delete_edit':
      return t`One side deleted it while the other changed it.`
  }
}
