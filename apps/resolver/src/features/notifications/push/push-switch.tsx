import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconBellOff, IconBellRinging } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useSession } from '../../../lib/session/use-session.ts'
import { isOn, type Support, support, turnOff, turnOn } from './browser-push.ts'
import classes from './push-switch.module.css'

interface PushSwitchProps {
  /** Null: this server sends none. */
  readonly pushKey: string | null
}

/** On this device also when no page is open. The browser asks for permission only after this button. */
export function PushSwitch({ pushKey }: PushSwitchProps) {
  const { org, user } = useSession()
  const who = { org: org.org, email: user.email }
  const [on, setOn] = useState(() => isOn(who))
  const [possible, setPossible] = useState<Support>(support)
  const { mutate, isPending, data, isError } = useMutation({
    mutationFn: async (wanted: boolean) => {
      if (wanted) return turnOn(who, pushKey ?? '')
      await turnOff(who)
      return 'off' as const
    },
    onSettled: () => {
      setOn(isOn(who))
      setPossible(support())
    },
  })
  if (pushKey === null || possible !== 'possible')
    return <WhyNot isSent={pushKey !== null} possible={possible} />
  return (
    <div className={classes.switch}>
      {on ? (
        <p className={classes.on} role="status">
          <IconBellRinging size={17} aria-hidden />
          <Trans>This device is told, also when this page is closed.</Trans>
        </p>
      ) : (
        <p className={classes.text}>
          <Trans>Hear of it on this device also when this page is closed. Your browser asks you first.</Trans>
        </p>
      )}
      <Button
        variant={on ? 'default' : 'filled'}
        loading={isPending}
        leftSection={on ? <IconBellOff size={16} aria-hidden /> : <IconBellRinging size={16} aria-hidden />}
        onClick={() => mutate(!on)}
      >
        {on ? <Trans>Stop on this device</Trans> : <Trans>Notify me on this device</Trans>}
      </Button>
      {data === 'unreachable' ? (
        <p className={classes.problem} role="alert">
          <Trans>
            The notification service of your browser could not be reached. Try again later; everything is in
            the list meanwhile.
          </Trans>
        </p>
      ) : null}
      {data === 'denied' ? (
        <p className={classes.problem} role="alert">
          <Trans>You have not allowed it, so nothing is sent to this device.</Trans>
        </p>
      ) : null}
      {isError ? (
        <p className={classes.problem} role="alert">
          <Trans>That did not work. Try again when you are online.</Trans>
        </p>
      ) : null}
    </div>
  )
}

function WhyNot({ isSent, possible }: { isSent: boolean; possible: Support }) {
  return (
    <p className={classes.text}>
      {!isSent ? (
        <Trans>This server sends nothing to closed pages: everything is in the list.</Trans>
      ) : possible === 'denied' ? (
        <Trans>
          Your browser blocks notifications of this page. Allow them in its settings for this site, and come
          back.
        </Trans>
      ) : (
        <Trans>
          This browser cannot be told while the page is closed. On an iPhone or iPad, add this page to the
          home screen first.
        </Trans>
      )}
    </p>
  )
}
