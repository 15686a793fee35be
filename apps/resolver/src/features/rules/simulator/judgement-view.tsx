import type { ExplainedRule, Judgement } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { ruleWords } from '../../../components/conflict/rule-words.ts'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { OUTCOME_WORDS, PATH_WORDS } from '../words/rules-words.ts'
import { WinnerChip } from '../words/winner-chip.tsx'
import classes from './judgement.module.css'
import { TraceSteps } from './trace-steps.tsx'

interface JudgementViewProps {
  readonly judgement: Judgement
  readonly rule: ExplainedRule
  readonly zone: string
}

/** What the rules say: the outcome, and for every field what is stored, who won it, and who was asked before. */
export function JudgementView({ judgement, rule, zone }: JudgementViewProps) {
  const { i18n } = useLingui()
  const { resolution, trace, timeout } = judgement
  return (
    <div className={classes.judgement}>
      <p className={classes.outcome} role="status">
        <b>{i18n._(OUTCOME_WORDS[resolution.outcome])}.</b> {i18n._(PATH_WORDS[trace.path])}{' '}
        {timeout === 'server_wins' ? (
          <Trans>If nobody decides within 24 hours, the server’s values stand.</Trans>
        ) : null}
        {timeout === 'escalate' ? (
          <Trans>No timer decides this: after 24 hours the admins are told.</Trans>
        ) : null}
      </p>
      {resolution.rejection === undefined ? null : (
        <p className={classes.soft}>{ruleText(resolution.rejection.message)}</p>
      )}
      {resolution.branch === undefined ? null : (
        <p className={classes.soft}>
          <Trans>
            The device’s version is kept as <code>{resolution.branch.name}</code>.
          </Trans>
        </p>
      )}
      {resolution.decisions.length === 0 ? (
        <p className={classes.soft}>
          <Trans>Nothing had to be decided about any field.</Trans>
        </p>
      ) : null}
      {resolution.decisions.map((decision, index) => (
        <DecidedField
          key={decision.field}
          decision={decision}
          steps={trace.fields[index]?.steps ?? []}
          rule={rule}
          zone={zone}
        />
      ))}
    </div>
  )
}

interface DecidedFieldProps extends Pick<JudgementViewProps, 'rule' | 'zone'> {
  readonly decision: Judgement['resolution']['decisions'][number]
  readonly steps: Judgement['trace']['fields'][number]['steps']
}

function DecidedField({ decision, steps, rule, zone }: DecidedFieldProps) {
  const known = rule.fields.find(({ field }) => field === decision.field)
  const isWhole = decision.field.startsWith('_')
  const field = known ?? { label: decision.field, type: 'json', unit: null }
  return (
    <section className={classes.field}>
      <h2 className={classes.name}>
        {isWhole ? <Trans>The record as a whole</Trans> : ruleText(field.label)}
        <WinnerChip winner={decision.winner} />
      </h2>
      {isWhole ? null : (
        <dl className={classes.values}>
          {(['base', 'server', 'client'] as const).map((side) => (
            <div key={side}>
              <dt>
                <SideLabel side={side} />
              </dt>
              <dd>
                <Value field={field} value={decision[side]} zone={zone} />
              </dd>
            </div>
          ))}
          <div className={classes.stored}>
            <dt>
              <Trans>Stored</Trans>
            </dt>
            <dd>
              <Value field={field} value={decision.value} zone={zone} />
            </dd>
          </div>
        </dl>
      )}
      <p className={classes.soft}>
        {ruleWords(decision.rule, decision.winner === 'pending')} <code>{decision.rule}</code>
      </p>
      <TraceSteps steps={steps} />
    </section>
  )
}
