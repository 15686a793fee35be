import type { ExplainedRule, Flip, FlippedConflict } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { Value } from '../../../components/value/value.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { readCase, simulate } from '../api/rules-api.ts'
import { CopyText } from '../words/copy-text.tsx'
import { ENDING_WORDS } from '../words/rules-words.ts'
import { WinnerChip } from '../words/winner-chip.tsx'
import type { Candidate } from './candidate.ts'
import classes from './replay.module.css'

interface FlipRowProps {
  readonly item: FlippedConflict
  readonly rule: ExplainedRule
  readonly candidate: Candidate
  readonly zone: string
}

/** One conflict that would have ended otherwise: each field before and after, and the case that tells. */
export function FlipRow({ item, rule, candidate, zone }: FlipRowProps) {
  const { t, i18n } = useLingui()
  const { org } = useSession()
  const { conflict_id, title, name, opened_at, before, after, fields } = item
  const changed = fields.map(({ field }) => field).join(', ')
  /** What the changed rule says of it: it fails by the rules as they are, and passes by the changed ones. */
  const caseText = async () => {
    const { doctype, base, server, client, context } = await readCase(org.org, conflict_id)
    const called = `${doctype}: ${changed} by the changed rule, as with ${name}`
    const answer = await simulate({ doctype, base, server, client, context, candidate, name: called })
    return `${JSON.stringify([answer.candidate?.case], null, 2)}\n`
  }
  return (
    <li className={classes.flip}>
      <div className={classes.flipHead}>
        <span className={classes.flipNames}>
          <Link to="/c/$id" params={{ id: conflict_id }} search={{}} className={classes.link}>
            {title}
          </Link>
          <time dateTime={opened_at} className={classes.soft}>
            {formatInstant(opened_at, zone)}
          </time>
          {before === after ? null : (
            <span className={classes.soft}>
              <Trans>
                was {i18n._(ENDING_WORDS[before])}, now {i18n._(ENDING_WORDS[after])}
              </Trans>
            </span>
          )}
        </span>
        <span className={classes.flipActs}>
          <Link to="/rules/simulate" search={{ conflict: conflict_id }} className={classes.link}>
            <Trans>Simulate</Trans>
          </Link>
          <CopyText compact label={t`Copy as test case`} text={caseText} />
        </span>
      </div>
      <dl className={classes.endings}>
        {fields.map((flip) => (
          <FlippedField key={flip.field} flip={flip} rule={rule} zone={zone} />
        ))}
      </dl>
    </li>
  )
}

function FlippedField({ flip, rule, zone }: { flip: Flip; rule: ExplainedRule; zone: string }) {
  const { t } = useLingui()
  const isWhole = flip.field.startsWith('_')
  const known = rule.fields.find(({ field }) => field === flip.field)
  const field = known ?? { label: flip.field, type: 'json', unit: null }
  const sides = [
    [t`As it is`, flip.before],
    [t`By the changed rule`, flip.after],
  ] as const
  return (
    <div className={classes.ending}>
      <dt>{isWhole ? <Trans>The record as a whole</Trans> : ruleText(field.label)}</dt>
      {sides.map(([label, ending]) => (
        <dd key={label} className={classes.side}>
          <span className={classes.sideName}>{label}</span>
          <WinnerChip winner={ending?.winner ?? 'none'} />
          {isWhole || ending === null ? null : <Value field={field} value={ending.value} zone={zone} />}
        </dd>
      ))}
    </div>
  )
}
