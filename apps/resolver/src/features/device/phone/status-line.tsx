import { formatInstant } from '../../../lib/time/format.ts'
import classes from './phone.module.css'
import type { PhoneView } from './phone.ts'

/** What the phone is doing, and what would be lost with it. */
export function StatusLine({ view: { online, status }, zone }: { view: PhoneView; zone: string }) {
  const at = (instant: string): string => formatInstant(instant, zone, 'time')
  const parts = [
    online ? stateWords(status) : 'No signal',
    status.offline_since === null ? null : `not reached since ${at(status.offline_since)}`,
    status.last_sync_at === null ? 'never synced' : `synced at ${at(status.last_sync_at)}`,
    status.waiting === 0 ? 'nothing waits' : `${status.waiting} waiting`,
    status.rejected === 0 ? null : `${status.rejected} refused`,
    status.persisted === false ? 'the browser does not promise to keep it' : null,
    status.persisted === true ? 'kept on this computer for good' : null,
  ]
  return (
    <p className={classes.status} role="status">
      {parts.filter((part) => part !== null).join(' · ')}
    </p>
  )
}

function stateWords({ blocked, syncing, live }: PhoneView['status']): string {
  if (blocked !== null) return 'The server does not let this account sync now'
  if (syncing) return 'Syncing'
  return live ? 'Live' : 'Online'
}
