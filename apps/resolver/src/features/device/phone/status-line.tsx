import { t } from '@lingui/core/macro'
import { formatInstant } from '../../../lib/time/format.ts'
import classes from './phone.module.css'
import type { PhoneView } from './phone.ts'

/** What the phone is doing, and what would be lost with it. */
export function StatusLine({ view: { online, status }, zone }: { view: PhoneView; zone: string }) {
  const at = (instant: string): string => formatInstant(instant, zone, 'time')
  const parts = [
    online ? stateWords(status) : t`No signal`,
    status.offline_since === null ? null : t`not reached since ${at(status.offline_since)}`,
    status.last_sync_at === null ? t`never synced` : t`synced at ${at(status.last_sync_at)}`,
    status.waiting === 0 ? t`nothing waits` : t`${status.waiting} waiting`,
    status.rejected === 0 ? null : t`${status.rejected} refused`,
    status.persisted === false ? t`the browser does not promise to keep it` : null,
    status.persisted === true ? t`kept on this computer for good` : null,
  ]
  return (
    <p className={classes.status} role="status">
      {parts.filter((part) => part !== null).join(' · ')}
    </p>
  )
}

function stateWords({ blocked, syncing, live }: PhoneView['status']): string {
  if (blocked !== null) return t`The server does not let this account sync now`
  if (syncing) return t`Syncing`
  return live ? t`Live` : t`Online`
}
