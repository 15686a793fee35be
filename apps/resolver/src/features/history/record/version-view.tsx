import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Value } from '../../../components/value/value.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { type RecordKey, versionOptions } from '../api/record-history.ts'
import classes from './record.module.css'

interface VersionViewProps {
  readonly record: RecordKey
  readonly version: number
  /** What it changed is marked. */
  readonly changed: readonly string[]
}

/** The record as it was, whole. */
export function VersionView({ record, version, changed }: VersionViewProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const { data, error, refetch } = useQuery(versionOptions(org.org, record, version))
  if (error !== null) {
    return (
      <p className={classes.sentence} role="alert">
        {error.message}{' '}
        <Button size="compact-sm" variant="default" onClick={() => void refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </p>
    )
  }
  if (data === undefined) return <Loader size="sm" aria-label={t`Loading the version`} />
  const values = Object.entries(data.data ?? {})
  // Of the first version everything is new: a mark would say nothing.
  const isChanged = (field: string): boolean => version > 1 && changed.includes(field)
  return (
    <dl className={classes.whole}>
      {values.map(([field, value]) => {
        const described = data.fields[field] ?? {
          label: field.replaceAll('_', ' '),
          type: 'text',
          unit: null,
        }
        return (
          <div key={field} className={classes.change} data-changed={isChanged(field) || undefined}>
            <dt>
              {ruleText(described.label)}
              {isChanged(field) ? (
                <span className={classes.soft}>
                  {' '}
                  <Trans>changed</Trans>
                </span>
              ) : null}
            </dt>
            <dd>
              <Value field={described} value={value} zone={org.time_zone} />
            </dd>
          </div>
        )
      })}
    </dl>
  )
}
