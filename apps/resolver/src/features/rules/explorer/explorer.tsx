import type { ExplainedRule, RuleBook } from '@dartwing/protocol'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { ListError, ListSkeleton } from '../../../components/list/list-states.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { ruleBookOptions } from '../api/rules-api.ts'
import { RulesFrame } from '../frame/rules-frame.tsx'
import { STRATEGY_WORDS } from '../words/rules-words.ts'
import { Checks } from './checks.tsx'
import classes from './explorer.module.css'
import { FieldRow } from './field-rows.tsx'
import { findFields } from './find-fields.ts'

interface ExplorerProps {
  readonly question: string
  readonly onQuestion: (question: string) => void
}

/** Who wins on every field of every kind of record, as the server has it. */
export function Explorer({ question, onQuestion }: ExplorerProps) {
  const { t } = useLingui()
  const { data, error, isPending, refetch } = useQuery(ruleBookOptions)
  return (
    <RulesFrame
      title={t`Rules`}
      note={t`Who wins when the office and a device have both changed the same thing, and why. Read from the rules that this server works by.`}
    >
      {isPending ? <ListSkeleton label={t`Loading the rules`} /> : null}
      {error !== null && data === undefined ? (
        <ListError title={t`The rules could not be read`} error={error} onRetry={() => void refetch()} />
      ) : null}
      {data === undefined ? null : (
        <>
          <TextInput
            type="search"
            label={t`Who wins on …`}
            placeholder="Ticket.description"
            leftSection={<IconSearch size={17} aria-hidden />}
            value={question}
            onChange={(event) => onQuestion(event.currentTarget.value)}
          />
          {question.trim() === '' ? (
            <Overview book={data} />
          ) : (
            <Hits rules={data.doctypes} question={question} />
          )}
        </>
      )}
    </RulesFrame>
  )
}

function Hits({ rules, question }: { rules: readonly ExplainedRule[]; question: string }) {
  const { t } = useLingui()
  const found = findFields(rules, question)
  if (found.length === 0) {
    return (
      <NoticePanel icon={<IconSearch size={24} stroke={1.6} />} title={t`No field is called that`}>
        <Trans>
          Ask for a kind of record and a field, such as Ticket.description, or for a part of either.
        </Trans>
      </NoticePanel>
    )
  }
  return (
    <section aria-label={t`Fields that fit`} className={classes.section}>
      <p className={classes.soft} role="status">
        <Plural value={found.length} one="# field fits" other="# fields fit" />
      </p>
      <ul className={classes.list}>
        {found.map(({ rule, field }) => (
          <FieldRow
            key={`${rule.doctype} ${field.field}`}
            field={field}
            of={
              <Link to="/rules/$doctype" params={{ doctype: rule.doctype }} className={classes.link}>
                {ruleText(rule.doctype)}
              </Link>
            }
          />
        ))}
      </ul>
    </section>
  )
}

function Overview({ book }: { book: RuleBook }) {
  const { i18n } = useLingui()
  // What people work with comes before what every organisation has.
  const isCore = ({ area }: ExplainedRule) => Number(area === 'core')
  const rules = book.doctypes.toSorted((a, b) => isCore(a) - isCore(b))
  return (
    <>
      <section aria-labelledby="kinds" className={classes.section}>
        <h2 id="kinds" className={classes.heading}>
          <Trans>Kinds of records</Trans>
        </h2>
        <ul className={classes.list}>
          {rules.map(({ doctype, strategy, reason, fields }) => (
            <li key={doctype} className={classes.kind}>
              <Link to="/rules/$doctype" params={{ doctype }} className={classes.kindName}>
                {ruleText(doctype)}
              </Link>
              <span className={classes.strategy}>{i18n._(STRATEGY_WORDS[strategy])}</span>
              <span className={classes.reason}>{ruleText(reason)}</span>
              <span className={classes.count}>
                <Plural value={fields.length} one="# field" other="# fields" />
              </span>
            </li>
          ))}
        </ul>
      </section>
      <Checks rules={rules} />
      <p className={classes.soft}>
        <Trans>
          Rule set <code className={classes.code}>{book.rule_set}</code>: every decision and every version in
          the history names the rule set that it was made by.
        </Trans>
      </p>
    </>
  )
}
