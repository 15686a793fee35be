import type { ExplainedField } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { Trans, useLingui } from '@lingui/react/macro'
import { Checkbox } from '@mantine/core'
import { ValueEditor } from '../../../components/editor/value-editor.tsx'
import { viewOf } from './field-cells.tsx'
import classes from './simulator.module.css'
import type { Situation } from './situation.ts'

const MOMENT: ExplainedField = {
  field: 'moment',
  label: 'moment',
  type: 'datetime',
  unit: null,
  options: null,
  winner: 'later',
  rule: 'unlisted',
  group: null,
}

interface TimesProps {
  readonly situation: Situation
  readonly zone: string
  readonly onChange: (situation: Situation) => void
}

/** When: it matters where the later change stands, for the names of branches, and after a week offline. */
export function Times({ situation, zone, onChange }: TimesProps) {
  const { t } = useLingui()
  const { context = {} } = situation
  const change = (part: NonNullable<Situation['context']>): void =>
    onChange({ ...situation, context: { ...context, ...part } })
  const asText = (value: Json) => (typeof value === 'string' && value !== '' ? value : undefined)
  const { server_modified_at } = context
  const shown = [
    [t`The server gets it`, context.now, (now: Json) => change({ now: asText(now) })],
    [
      t`The server’s version was made`,
      typeof server_modified_at === 'string' ? server_modified_at : undefined,
      (at: Json) => change({ server_modified_at: asText(at) }),
    ],
    [
      t`The device’s version was made`,
      context.client_effective_at,
      (at: Json) => change({ client_effective_at: asText(at) }),
    ],
  ] as const
  return (
    <fieldset className={classes.fieldset}>
      <legend className={classes.legend}>
        <Trans>When</Trans>
      </legend>
      <div className={classes.cells}>
        {shown.map(([label, value, onValue]) => (
          <div key={label} className={classes.cell}>
            <ValueEditor
              field={viewOf(MOMENT, label, value ?? null)}
              value={value ?? null}
              zone={zone}
              problem={null}
              onChange={onValue}
            />
          </div>
        ))}
      </div>
      <Checkbox
        mt="sm"
        label={<Trans>What the device had seen was overtaken more than a week ago</Trans>}
        checked={context.stale === true}
        onChange={(event) => change({ stale: event.currentTarget.checked })}
      />
    </fieldset>
  )
}
