import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { IconArrowBounce } from '@tabler/icons-react'
import { SIDES } from '../../../components/side/sides.ts'
import { plainText } from '../../../components/value/value-text.ts'
import { useDraft } from '../../../lib/draft/draft-store.ts'
import { useItem } from '../../../lib/draft/item-context.ts'
import { canonical, printOf } from '../../../lib/draft/prints.ts'
import type { Unit } from '../../../lib/draft/units.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import classes from './moved-note.module.css'

/** After an update: what this decision was about before, so that nobody answers the old question again. */
export function MovedNote({ unit }: { unit: Unit }) {
  const { zone } = useItem()
  const was = useDraft((draft) => draft.moved[unit.id])
  if (was === undefined) return null
  const lines = unit.fields.flatMap((field) => {
    const before = was[field.name]
    const now = printOf(field)
    return (['server', 'client', 'base'] as const)
      .filter((side) => before !== undefined && canonical(before[side]) !== canonical(now[side]))
      .map((side) => {
        const old = plainText(field, before?.[side], zone)
        const fresh = plainText(field, field[side], zone)
        return t`${SIDES[side].label} ${inSentence(ruleText(field.label))} was ${old}, is now ${fresh}`
      })
  })
  return (
    <p className={classes.note}>
      <IconArrowBounce size={15} aria-hidden className={classes.icon} />
      <span>{lines.length === 0 ? t`New since you opened this item.` : `${lines.join('. ')}.`}</span>
    </p>
  )
}

/** English lowers a label inside a sentence; a German noun keeps its capital. */
function inSentence(label: string): string {
  return i18n.locale === 'en' ? label.toLowerCase() : label
}
