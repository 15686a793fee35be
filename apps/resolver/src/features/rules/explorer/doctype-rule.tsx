import { Trans, useLingui } from '@lingui/react/macro'
import { IconFileUnknown } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { ListError, ListSkeleton } from '../../../components/list/list-states.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { ruleBookOptions } from '../api/rules-api.ts'
import { RulesFrame } from '../frame/rules-frame.tsx'
import { STRATEGY_WORDS } from '../words/rules-words.ts'
import classes from './explorer.module.css'
import { FieldRow } from './field-rows.tsx'

/** The rule of one kind of record. */
export function DoctypeRule({ doctype }: { doctype: string }) {
  const { t, i18n } = useLingui()
  const { data, error, isPending, refetch } = useQuery(ruleBookOptions)
  const rule = data?.doctypes.find((each) => each.doctype === doctype)
  return (
    <RulesFrame title={ruleText(doctype)} note={rule === undefined ? '' : ruleText(rule.reason)}>
      {isPending ? <ListSkeleton label={t`Loading the rules`} /> : null}
      {error !== null && data === undefined ? (
        <ListError title={t`The rules could not be read`} error={error} onRetry={() => void refetch()} />
      ) : null}
      {data !== undefined && rule === undefined ? (
        <NoticePanel
          icon={<IconFileUnknown size={24} stroke={1.6} />}
          title={t`There is no such kind of record`}
          actions={
            <ButtonLink to="/rules">
              <Trans>All rules</Trans>
            </ButtonLink>
          }
        />
      ) : null}
      {rule === undefined ? null : (
        <>
          <dl className={classes.facts}>
            <div>
              <dt>
                <Trans>Strategy</Trans>
              </dt>
              <dd>
                {i18n._(STRATEGY_WORDS[rule.strategy])} <code className={classes.code}>{rule.strategy}</code>
              </dd>
            </div>
            <div>
              <dt>
                <Trans>Written in</Trans>
              </dt>
              <dd>
                <code className={classes.code}>{rule.file}</code>
              </dd>
            </div>
          </dl>
          <div className={classes.actions}>
            <ButtonLink to="/rules/simulate" search={{ doctype }} variant="default">
              <Trans>Try it out</Trans>
            </ButtonLink>
            <ButtonLink to="/rules/replay" search={{ doctype }} variant="default">
              <Trans>Change it and replay</Trans>
            </ButtonLink>
          </div>
          <ul className={classes.list} aria-label={t`Who wins each field`}>
            {rule.fields.map((field) => (
              <FieldRow key={field.field} field={field} />
            ))}
          </ul>
        </>
      )}
    </RulesFrame>
  )
}
