import type { FieldView, PreviewResponse } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowNarrowRight } from '@tabler/icons-react'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value, type ValueField } from '../../../components/value/value.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { leftOut } from '../fields/left-out.ts'
import classes from './preview-lists.module.css'

interface PreviewListsProps {
  readonly preview: PreviewResponse
  readonly zone: string
  readonly fields: readonly FieldView[]
}

/** Against the record as it is stored: what will change, what will be left out, who will hear of it. */
export function PreviewLists({ preview, zone, fields }: PreviewListsProps) {
  const typeOf = (name: string, label: string): ValueField =>
    fields.find((field) => field.name === name) ?? { label, type: guessedType(name), unit: null }
  const discarded = discardedIn(preview)
  return (
    <div className={classes.lists}>
      <section>
        <h3 className={classes.heading}>
          <Trans>Changes in the stored record</Trans>
        </h3>
        {preview.changes.length === 0 ? (
          <p className={classes.text}>
            <Trans>No value of the stored record changes.</Trans>
          </p>
        ) : (
          <Changes changes={preview.changes} zone={zone} typeOf={typeOf} />
        )}
      </section>
      {preview.touched.map((other) => (
        <section key={`${other.doctype} ${other.name}`}>
          <h3 className={classes.heading}>
            <Trans>
              Also changes: {ruleText(other.doctype)}, {other.title}
            </Trans>
          </h3>
          <Changes changes={other.changes} zone={zone} typeOf={typeOf} />
        </section>
      ))}
      {discarded.length === 0 ? null : (
        <section>
          <h3 className={classes.heading}>
            <Trans>Left out, kept in the history</Trans>
          </h3>
          <ul className={classes.discarded}>
            {discarded.map((lost) => (
              <li key={`${lost.side} ${lost.field}`}>
                <SideLabel side={lost.side} suffix={ruleText(lost.label)} />
                <Value field={typeOf(lost.field, lost.label)} value={lost.value ?? null} zone={zone} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className={classes.text}>
        {preview.notified.length === 0 ? (
          <Trans>Nobody else is told.</Trans>
        ) : (
          <Trans>Told about it: {preview.notified.join(', ')}.</Trans>
        )}
      </p>
    </div>
  )
}

interface ChangesProps {
  readonly changes: PreviewResponse['changes']
  readonly zone: string
  readonly typeOf: (name: string, label: string) => ValueField
}

function Changes({ changes, zone, typeOf }: ChangesProps) {
  const { t } = useLingui()
  return (
    <dl className={classes.changes}>
      {changes.map((change) => (
        <div key={change.field} className={classes.change}>
          <dt>{ruleText(change.label)}</dt>
          <dd>
            <span className={classes.from}>
              <Value field={typeOf(change.field, change.label)} value={change.from ?? null} zone={zone} />
            </span>
            <IconArrowNarrowRight size={18} role="img" aria-label={t`becomes`} className={classes.arrow} />
            <span className={classes.to}>
              <Value field={typeOf(change.field, change.label)} value={change.to ?? null} zone={zone} />
            </span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function discardedIn({ discarded, changes }: PreviewResponse) {
  const fields = [...new Set(discarded.map(({ field }) => field))]
  return fields.flatMap((name) => {
    const change = changes.find(({ field }) => field === name)
    return leftOut(
      discarded.filter(({ field }) => field === name),
      change?.to,
    )
  })
}

/** A changed field outside the item's own list still deserves a readable time. */
function guessedType(name: string): string {
  if (name.endsWith('datetime') || name.endsWith('_at')) return 'datetime'
  return name.endsWith('_date') ? 'date' : 'text'
}
