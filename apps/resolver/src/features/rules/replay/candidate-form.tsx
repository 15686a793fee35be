import type { ExplainedRule } from '@dartwing/protocol'
import { type FieldList, LISTS_READ, STRATEGIES } from '@dartwing/rules'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { NativeSelect } from '@mantine/core'
import { ruleWords } from '../../../components/conflict/rule-words.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { STRATEGY_WORDS } from '../words/rules-words.ts'
import { type Candidate, listOf, withFieldIn, withStrategy } from './candidate.ts'
import classes from './replay.module.css'

const LIST_WORDS: Readonly<Record<FieldList, MessageDescriptor>> = {
  manual_resolve_fields: msg`A person decides`,
  conflict_fields: msg`A person decides, with the others of this list`,
  auto_merge_fields: msg`Both texts are kept`,
  last_write_wins_fields: msg`The later change stands`,
  server_wins_fields: msg`The server wins`,
  client_wins_fields: msg`The device wins`,
  exception_fields: msg`The device wins, as an exception`,
}

/** Won by what they are, whatever a list says. */
const isByItself = (rule: string) => /^(child_table|attachments|handler|derived)/.test(rule)

interface CandidateFormProps {
  readonly rule: ExplainedRule
  readonly candidate: Candidate
  readonly onChange: (candidate: Candidate) => void
}

/** The strategy, and for every field the list that names it. What differs from the rule in force is marked. */
export function CandidateForm({ rule, candidate, onChange }: CandidateFormProps) {
  const { t, i18n } = useLingui()
  const lists = LISTS_READ[candidate.strategy]
  return (
    <div className={classes.form}>
      <NativeSelect
        label={t`Strategy`}
        className={classes.strategy}
        value={candidate.strategy}
        onChange={(event) => {
          const strategy = STRATEGIES.find((each) => each === event.currentTarget.value)
          if (strategy !== undefined) onChange(withStrategy(candidate, strategy))
        }}
        data={STRATEGIES.map((value) => ({ value, label: `${i18n._(STRATEGY_WORDS[value])} (${value})` }))}
      />
      {lists.length === 0 ? (
        <p className={classes.soft}>
          <Trans>This strategy decides about the record as a whole; it looks at no single field.</Trans>
        </p>
      ) : (
        <ul className={classes.fields}>
          {rule.fields.map(({ field, label, rule: inForce }) => {
            const name = ruleText(label)
            const list = listOf(candidate, field)
            const before = listOf(rule.entry, field)
            return (
              <li key={field} className={classes.fieldRow} data-changed={list !== before || undefined}>
                <span className={classes.fieldName}>
                  {name}
                  {list === before ? null : (
                    <span className={classes.changed}>
                      {before === '' ? <Trans>was in no list</Trans> : t`was: ${i18n._(LIST_WORDS[before])}`}
                    </span>
                  )}
                </span>
                {isByItself(inForce) ? (
                  <span className={classes.soft}>{ruleWords(inForce, false)}</span>
                ) : (
                  <NativeSelect
                    aria-label={t`Who wins ${name}`}
                    value={list}
                    onChange={(event) => {
                      const chosen = lists.find((each) => each === event.currentTarget.value) ?? ''
                      onChange(withFieldIn(candidate, field, chosen))
                    }}
                    data={[
                      { value: '', label: t`In no list` },
                      ...lists.map((value) => ({ value, label: i18n._(LIST_WORDS[value]) })),
                    ]}
                  />
                )}
              </li>
            )
          })}
        </ul>
      )}
    </div>
  )
}
