import type { Doc, Json } from '@dartwing/rules'
import { Plural, Trans } from '@lingui/react/macro'
import { Value } from '../../../components/value/value.tsx'
import { WordDiff } from '../../../components/value/word-diff.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import classes from './compare.module.css'
import { changedFields, type NamedField, namedFields, sameFields } from './differences.ts'

interface DifferencesProps {
  readonly doctype: string
  readonly a: Doc
  readonly b: Doc
}

const WORDS: ReadonlySet<string> = new Set(['text', 'long_text', 'rich_text'])

/** What differs, field by field; the count above is that of the rows below. */
export function Differences({ doctype, a, b }: DifferencesProps) {
  const fields = namedFields(doctype, changedFields(a, b))
  const same = namedFields(doctype, sameFields(a, b))
  return (
    <>
      <p className={classes.count} role="status">
        {fields.length === 0 ? (
          <Trans>The two have the same content.</Trans>
        ) : (
          <Plural value={fields.length} one="They differ in # field." other="They differ in # fields." />
        )}
      </p>
      {fields.length === 0 ? null : (
        <dl className={classes.rows}>
          {fields.map((field) => (
            <Row key={field.name} field={field} a={a[field.name]} b={b[field.name]} />
          ))}
        </dl>
      )}
      {same.length === 0 ? null : (
        <details className={classes.same}>
          <summary>
            <Plural value={same.length} one="# field is the same" other="# fields are the same" />
          </summary>
          <dl className={classes.rows}>
            {same.map((field) => (
              <Same key={field.name} field={field} value={a[field.name]} />
            ))}
          </dl>
        </details>
      )}
    </>
  )
}

interface RowProps {
  readonly field: NamedField
  readonly a: Json | undefined
  readonly b: Json | undefined
}

function Row({ field, a, b }: RowProps) {
  const { org } = useSession()
  const isText = WORDS.has(field.type) && typeof a === 'string' && typeof b === 'string' && a.includes(' ')
  return (
    <div className={classes.row}>
      <dt>{ruleText(field.label)}</dt>
      <dd>
        <Value field={field} value={a ?? null} zone={org.time_zone} />
      </dd>
      <dd>
        {isText ? (
          <WordDiff before={a} after={b} />
        ) : (
          <Value field={field} value={b ?? null} zone={org.time_zone} />
        )}
      </dd>
    </div>
  )
}

function Same({ field, value }: { field: NamedField; value: Json | undefined }) {
  const { org } = useSession()
  return (
    <div className={classes.row} data-same>
      <dt>{ruleText(field.label)}</dt>
      <dd>
        <Value field={field} value={value ?? null} zone={org.time_zone} />
      </dd>
    </div>
  )
}
