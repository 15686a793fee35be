import { NOTIFICATION_KINDS, type NotificationKind } from '@dartwing/protocol'
import { useLingui } from '@lingui/react'
import { Trans, useLingui as useTexts } from '@lingui/react/macro'
import { Skeleton, Switch, Title } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { ListError } from '../../components/list/list-states.tsx'
import { useSession } from '../../lib/session/use-session.ts'
import { KIND_NAMES } from './kind-words.ts'
import classes from './notification-settings.module.css'
import { mute, settingsOptions } from './notifications-api.ts'
import { PushSwitch } from './push/push-switch.tsx'

/** On the page of one's own account: what is pushed, and to this device at all. The list has everything. */
export function NotificationSettings() {
  const { t } = useTexts()
  const { org } = useSession()
  const section = useRef<HTMLElement>(null)
  const { data, error, refetch } = useQuery(settingsOptions(org.org))
  useEffect(() => {
    if (window.location.hash === '#notifications') section.current?.scrollIntoView()
  }, [])
  return (
    <section ref={section} className={classes.card} aria-labelledby="notifications">
      <Title order={2} id="notifications">
        <Trans>Notifications</Trans>
      </Title>
      {data !== undefined ? (
        <>
          <PushSwitch pushKey={data.push_key} />
          {data.push_key === null ? null : <Kinds muted={data.muted} />}
        </>
      ) : error === null ? (
        <Skeleton height={90} aria-label={t`Loading your settings`} role="status" />
      ) : (
        <ListError title={t`Your settings could not be read`} error={error} onRetry={() => void refetch()} />
      )}
    </section>
  )
}

function Kinds({ muted }: { muted: readonly NotificationKind[] }) {
  const { i18n } = useLingui()
  const { org } = useSession()
  const client = useQueryClient()
  const { queryKey } = settingsOptions(org.org)
  const { mutate, variables, isPending, isError } = useMutation({
    mutationFn: (next: readonly NotificationKind[]) => mute(org.org, next),
    onSuccess: (settings) => client.setQueryData(queryKey, settings),
  })
  const shown = isPending ? variables : muted
  const change = (kind: NotificationKind, isOn: boolean): void =>
    mutate(isOn ? shown.filter((one) => one !== kind) : [...shown, kind])
  return (
    <fieldset className={classes.kinds}>
      <legend>
        <Trans>Send to my devices</Trans>
      </legend>
      {NOTIFICATION_KINDS.map((kind) => (
        <Switch
          key={kind}
          checked={!shown.includes(kind)}
          label={i18n._(KIND_NAMES[kind])}
          onChange={(event) => change(kind, event.currentTarget.checked)}
        />
      ))}
      {isError ? (
        <p className={classes.problem} role="alert">
          <Trans>That was not saved. Try again when you are online.</Trans>
        </p>
      ) : null}
    </fieldset>
  )
}
