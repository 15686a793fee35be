import type { ConflictDetail, Side } from '@dartwing/protocol'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { deviceLabel, SIDES } from '../../../components/side/sides.ts'
import { formatDuration, formatInstant, zoneLabel } from '../../../lib/time/format.ts'
import { sameClock, viewerZone } from '../../../lib/time/zone.ts'
import classes from './side-cards.module.css'

/** Who, when, with what, and how long without contact: the context people ask for before they choose. */
export function SideCards({ detail, zone }: { detail: ConflictDetail; zone: string }) {
  return (
    <section className={classes.cards} aria-label="Who changed what">
      <SideCard side="server" who={detail.sides.server} zone={zone} />
      <SideCard side="client" who={detail.sides.client} zone={zone} />
    </section>
  )
}

function SideCard({ side, who, zone }: { side: 'server' | 'client'; who: Side; zone: string }) {
  const device = [
    deviceLabel(who.device),
    who.offline_seconds === null || who.offline_seconds < 60
      ? null
      : `offline ${formatDuration(who.offline_seconds)}`,
    who.app_version === null || who.app_version === 'unknown' ? null : `app ${who.app_version}`,
  ].filter((part) => part !== null)
  const verb = side === 'server' ? 'changed' : who.offline_seconds === null ? 'saved' : 'saved offline'
  return (
    <div className={classes.card} data-tone={SIDES[side].tone} data-side={side}>
      <SideLabel side={side} />
      <p className={classes.who}>{who.actor_name === '' ? who.actor : who.actor_name}</p>
      <p className={classes.detail}>
        {who.at === null ? 'time not recorded' : <When at={who.at} zone={zone} verb={verb} />}
      </p>
      {device.length === 0 ? null : <p className={classes.detail}>{device.join(' · ')}</p>}
    </div>
  )
}

function When({ at, zone, verb }: { at: string; zone: string; verb: string }) {
  const mine = viewerZone()
  return (
    <>
      {verb} <time dateTime={at}>{formatInstant(at, zone)}</time>
      {sameClock(at, zone, mine) ? null : (
        <>
          {' '}
          {zoneLabel(zone)} ({formatInstant(at, mine, 'time')} yours)
        </>
      )}
    </>
  )
}
