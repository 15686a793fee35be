import type { Judgement } from '@dartwing/protocol'
import { Plural, useLingui } from '@lingui/react/macro'
import { IconArrowRight, IconCheck, IconMinus } from '@tabler/icons-react'
import { questionOf, REASON_WORDS } from '../words/rules-words.ts'
import classes from './judgement.module.css'

/** Every rule in the order in which it is asked: what it said. */
export function TraceSteps({ steps }: { steps: Judgement['trace']['fields'][number]['steps'] }) {
  const { i18n } = useLingui()
  const asked = steps.filter(({ why }) => why !== 'asked_after')
  return (
    <details className={classes.trace}>
      <summary>
        <Plural value={asked.length} one="# rule was asked" other="# rules were asked, in this order" />
      </summary>
      <ol className={classes.steps}>
        {steps.map(({ rule, matched, why }) => {
          const question = questionOf(rule)
          const Icon = matched ? IconCheck : why === 'asked_after' ? IconMinus : IconArrowRight
          return (
            <li key={rule} className={classes.step} data-why={matched ? 'decides' : why}>
              <Icon size={15} aria-hidden className={classes.mark} />
              <span>
                {question === null ? <code>{rule}</code> : i18n._(question)}{' '}
                <span className={classes.answer}>{i18n._(REASON_WORDS[why])}</span>
              </span>
            </li>
          )
        })}
      </ol>
    </details>
  )
}
