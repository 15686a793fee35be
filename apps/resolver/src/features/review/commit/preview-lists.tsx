import type { FieldView, PreviewResponse } from '@dartwing/protocol'
import { IconArrowNarrowRight } from '@tabler/icons-react'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value, type ValueField } from '../../../components/value/value.tsx'
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
  return (
    <div className={classes.lists}>
      <section>
        <h3 className={classes.heading}>Changes in the stored record</h3>
        {preview.changes.length === 0 ? (
          <p className={classes.text}>Nothing changes: the stored record already has these values.</p>
        ) : (
          <dl className={classes.changes}>
            {preview.changes.map((change) => (
              <div key={change.field} className={classes.change}>
                <dt>{change.label}</dt>
                <dd>
                  <span className={classes.from}>
                    <Value
                      field={typeOf(change.field, change.label)}
                      value={change.from ?? null}
                      zone={zone}
                    />
                  </span>
                  <IconArrowNarrowRight size={18} role="img" aria-label="becomes" className={classes.arrow} />
                  <span className={classes.to}>
                    <Value field={typeOf(change.field, change.label)} value={change.to ?? null} zone={zone} />
                  </span>
                </dd>
              </div>
            ))}
          </dl>
        )}
      </section>
      {preview.discarded.length === 0 ? null : (
        <section>
          <h3 className={classes.heading}>Left out, kept in the history</h3>
          <ul className={classes.discarded}>
            {preview.discarded.map((lost) => (
              <li key={`${lost.side} ${lost.field}`}>
                <SideLabel side={lost.side} suffix={lost.label} />
                <Value field={typeOf(lost.field, lost.label)} value={lost.value ?? null} zone={zone} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className={classes.text}>
        {preview.notified.length === 0
          ? 'Nobody else is told.'
          : `Told about it: ${preview.notified.join(', ')}.`}
      </p>
    </div>
  )
}

/** A changed field outside the item's own list still deserves a readable time. */
function guessedType(name: string): string {
  if (name.endsWith('datetime') || name.endsWith('_at')) return 'datetime'
  return name.endsWith('_date') ? 'date' : 'text'
}
