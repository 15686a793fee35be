import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { numberText } from '../value/value-text.ts'
import type { RowChange } from './row-changes.ts'
import classes from './row-list.module.css'

const WORDS = {
  same: msg`unchanged`,
  added_server: msg`added on Server`,
  added_client: msg`added on Device`,
  added_both: msg`added on both`,
  changed_server: msg`changed on Server`,
  changed_client: msg`changed on Device`,
  changed_both: msg`changed on both`,
  removed_server: msg`removed on Server`,
  removed_client: msg`removed on Device`,
  removed_both: msg`removed on both`,
  first_stays: msg`on both: the earlier one stays`,
} as const

const TONES: Readonly<Record<string, string>> = {
  added_server: 'server',
  changed_server: 'server',
  removed_server: 'server',
  added_client: 'device',
  changed_client: 'device',
  removed_client: 'device',
}

export function RowFateChip({ change: { fate, sum } }: { change: RowChange }) {
  const { t } = useLingui()
  if (fate !== 'summed' || sum === null) {
    return (
      <span className={classes.chip} data-tone={TONES[fate]}>
        {fate === 'summed' ? null : t(WORDS[fate])}
      </span>
    )
  }
  const [server, client] = [numberText(sum.server), numberText(sum.client)]
  const total = numberText((sum.before ?? 0) + sum.server + sum.client)
  if (sum.before === null) {
    return (
      <span className={classes.chip}>
        <Trans>
          added up: {server} + {client} = {total}
        </Trans>
      </span>
    )
  }
  const before = numberText(sum.before)
  return (
    <span className={classes.chip}>
      <Trans>
        added up: {before} before, Server {signed(server)}, Device {signed(client)} = {total}
      </Trans>
    </span>
  )
}

function signed(amount: string): string {
  return amount.startsWith('-') ? amount : `+${amount}`
}
