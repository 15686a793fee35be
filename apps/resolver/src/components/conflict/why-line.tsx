import { IconInfoCircle } from '@tabler/icons-react'
import { ruleText } from '../../lib/language/rule-text.ts'
import { ruleWords } from './rule-words.ts'
import classes from './why-line.module.css'

interface WhyLineProps {
  readonly rule: string | null
  readonly reason: string | null
  /** It waits for a person: the rule says why no rule decides. */
  readonly pending?: boolean
}

/** One line under every value: the rule that spoke, and the reason its author wrote down. */
export function WhyLine({ rule, reason: english, pending = false }: WhyLineProps) {
  if (rule === null && english === null) return null
  const reason = english === null ? null : ruleText(english)
  const words = rule === null ? '' : ruleWords(rule, pending)
  return (
    <p className={classes.why} title={rule ?? undefined}>
      <IconInfoCircle size={13} stroke={1.8} aria-hidden className={classes.icon} />
      <span>
        {words === '' ? null : `${words[0]?.toUpperCase() ?? ''}${words.slice(1)}.`}
        {reason === null || reason === '' ? null : ` ${reason}${/[.!?]$/.test(reason) ? '' : '.'}`}
      </span>
    </p>
  )
}
