import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Switch } from '@mantine/core'
import { IconRefresh, IconWifi, IconWifiOff } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import classes from './phone.module.css'
import type { PhoneView } from './phone.ts'
import { usePhone } from './use-phone.ts'

/** The big switch, and a button for those who do not want to wait. */
export function SignalBar({ view }: { view: PhoneView }) {
  const phone = usePhone()
  const sync = useMutation({ mutationFn: () => phone.sync() })
  return (
    <div className={classes.signal} data-online={view.online}>
      <Switch
        size="lg"
        checked={view.online}
        onChange={(event) => phone.setSignal(event.currentTarget.checked)}
        label={view.online ? t`Online` : t`No signal`}
        aria-label={t`Signal`}
        thumbIcon={
          view.online ? (
            <IconWifi size={14} className={classes.thumb} aria-hidden />
          ) : (
            <IconWifiOff size={14} className={classes.thumb} aria-hidden />
          )
        }
      />
      <Button
        variant="default"
        disabled={!view.online}
        loading={sync.isPending}
        leftSection={<IconRefresh size={16} aria-hidden />}
        onClick={() => sync.mutate()}
      >
        <Trans>Sync</Trans>
      </Button>
    </div>
  )
}
