import { IconBulb } from '@tabler/icons-react'
import { useItem } from '../../lib/draft/item-context.ts'
import { ruleText } from '../../lib/language/rule-text.ts'
import classes from './strips.module.css'

/** What the rule says to whoever decides, in the rule's own words. */
export function ResolutionHint() {
  const { detail } = useItem()
  if (detail.hint === null) return null
  return (
    <p className={classes.hint}>
      <IconBulb size={17} stroke={1.8} aria-hidden className={classes.icon} />
      {ruleText(detail.hint)}
    </p>
  )
}
