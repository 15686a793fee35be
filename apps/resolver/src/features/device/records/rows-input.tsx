import type { FieldDef, Json } from '@dartwing/rules'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { ActionIcon, Button } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { ValueEditor } from '../../../components/editor/value-editor.tsx'
import { rowsOf } from '../../../components/value/value-text.ts'
import { toFieldView } from './record-words.ts'
import classes from './records.module.css'

interface RowsInputProps {
  readonly label: string
  readonly fields: Readonly<Record<string, FieldDef>>
  readonly value: Json
  readonly zone: string
  readonly onChange: (value: Json) => void
}

/** A table of a record, a card per row: a phone has no room for columns. */
export function RowsInput({ label, fields, value, zone, onChange }: RowsInputProps) {
  const rows = rowsOf(value)
  return (
    <fieldset className={classes.rows}>
      <legend>{label}</legend>
      {rows.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row has no name until the server gives it one
        <fieldset key={index} className={classes.card}>
          <legend>
            <Trans>Row {index + 1}</Trans>
          </legend>
          {Object.entries(fields).map(([name, def]) => (
            <ValueEditor
              key={name}
              field={toFieldView(name, def, row[name] ?? null)}
              value={row[name] ?? null}
              zone={zone}
              problem={null}
              onChange={(next) => onChange(rows.with(index, { ...row, [name]: next }))}
            />
          ))}
          <ActionIcon
            variant="default"
            size="lg"
            aria-label={t`Remove row ${index + 1} of ${label}`}
            onClick={() => onChange(rows.toSpliced(index, 1))}
          >
            <IconMinus size={16} />
          </ActionIcon>
        </fieldset>
      ))}
      <Button
        variant="default"
        leftSection={<IconPlus size={16} aria-hidden />}
        onClick={() => onChange([...rows, {}])}
      >
        <Trans>Add a row to {label}</Trans>
      </Button>
    </fieldset>
  )
}
