import type { ExplainedRule } from '@dartwing/protocol'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { CHECK_WORDS } from '../words/rules-words.ts'
import classes from './explorer.module.css'

const CHECKS = [
  'no_rule',
  'no_field',
  'two_places',
  'unknown_word',
  'no_key',
  'never_read',
  'no_one_wins',
] as const

/** What somebody who looks after the rules should see: every check with what it has found. */
export function Checks({ rules }: { rules: readonly ExplainedRule[] }) {
  const { i18n } = useLingui()
  return (
    <section aria-labelledby="checks" className={classes.section}>
      <h2 id="checks" className={classes.heading}>
        <Trans>Checks</Trans>
      </h2>
      <ul className={classes.list}>
        {CHECKS.map((check) => {
          const found = rules.flatMap((rule) =>
            rule.findings.filter((finding) => finding.check === check).map((finding) => ({ rule, finding })),
          )
          const { title, note } = CHECK_WORDS[check]
          return (
            <li key={check} className={classes.check}>
              {found.length === 0 ? (
                <IconCircleCheck size={20} aria-hidden className={classes.good} />
              ) : (
                <IconAlertTriangle size={20} aria-hidden className={classes.attention} />
              )}
              <div className={classes.grow}>
                <b>{i18n._(title)}</b>
                <p className={classes.soft}>{i18n._(note)}</p>
                {found.length === 0 ? null : (
                  <Found rules={[...new Set(found.map(({ rule }) => rule))]} check={check} />
                )}
              </div>
              <span className={classes.count}>
                {found.length === 0 ? (
                  <Trans>None</Trans>
                ) : (
                  <Plural value={found.length} one="# found" other="# found" />
                )}
              </span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Found({ rules, check }: { rules: readonly ExplainedRule[]; check: string }) {
  return (
    <details className={classes.details}>
      <summary>
        <Trans>Show them</Trans>
      </summary>
      <dl className={classes.found}>
        {rules.map((rule) => (
          <div key={rule.doctype}>
            <dt>
              <Link to="/rules/$doctype" params={{ doctype: rule.doctype }} className={classes.link}>
                {ruleText(rule.doctype)}
              </Link>
            </dt>
            <dd>
              {rule.findings
                .filter((finding) => finding.check === check)
                .map(({ field, message }) => field ?? message)
                .join(', ')}
            </dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
