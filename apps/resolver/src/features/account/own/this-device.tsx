import { Trans, useLingui } from '@lingui/react/macro'
import { Switch, Title } from '@mantine/core'
import { useState } from 'react'
import { keepsOnDevice, setKeepsOnDevice } from '../../../lib/offline/keeping.ts'
import { wipeDevice } from '../../../lib/offline/wipe.ts'
import classes from '../account.module.css'

/** For a tablet that many hands hold: nothing unfinished and nothing read stays on it. */
export function ThisDevice() {
  const { t } = useLingui()
  const [keeps, setKeeps] = useState(keepsOnDevice)
  const change = (next: boolean): void => {
    setKeeps(next)
    setKeepsOnDevice(next)
    if (!next) void wipeDevice(['drafts', 'copies'])
  }
  return (
    <section className={classes.card} aria-labelledby="this-device">
      <Title order={2} id="this-device">
        <Trans>This device</Trans>
      </Title>
      <div className={classes.form}>
        <Switch
          checked={keeps}
          onChange={(event) => change(event.currentTarget.checked)}
          label={t`Keep my unfinished picks and what I have read on this device`}
          description={t`They survive a reload for a week, and items you have opened can be decided without a connection. Switch it off where several people use one device. A decision that waits to be sent is kept until it is sent.`}
        />
      </div>
    </section>
  )
}
