import type { ConflictDetail, Side } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { deviceLabel, SIDES } from '../../../components/side/sides.ts'
import { formatDuration, formatInstant, zoneLabel } from '../../../lib/time/format.ts'
import { sameClock, viewerZone } from '../../../lib/time/zone.ts'
import classes from './side-cards.module.css'

/** Who, when, with what, and how long without contact: the context people ask for before they choose. */
export function SideCards({ detail, zone }: { detail: ConflictDetail; zone: string }) {
  return (
    <section className={classes.cards} aria-label={t`Who changed what`}>
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
      : t`offline ${formatDuration(who.offline_seconds)}`,
    who.app_version === null || who.app_version === 'unknown' ? null : t`app ${who.app_version}`,
  ].filter((part) => part !== null)
  const verb = side === 'server' ? 'changed' : who.offline_seconds === null ? 'saved' : 'offline'
  return (
    <div className={classes.card} data-tone={SIDES[side].tone} data-side={side}>
      <SideLabel side={side} />
      <p className={classes.who}>{who.actor_name === '' ? who.actor : who.actor_name}</p>
      <p className={classes.detail}>
        {who.at === null ? t`time not recorded` : <When at={who.at} zone={zone} verb={verb} />}
      </p>
      {device.length === 0 ? null : <p className={classes.detail}>{device.join(' · ')}</p>}
    </div>
  )
}

type Verb = 'changed' | 'saved' | 'offline'

function When({ at, zone, verb }: { at: string; zone: string; verb: Verb }) {
  const mine = viewerZone()
  return (
    <>
      <Happened at={at} zone={zone} verb={verb} />
      {sameClock(at, zone, mine) ? null : (
        <>
          {' '}
          <Trans>
            {zoneLabel(zone)} ({formatInstant(at, mine, 'time')} yours)
          </Trans>
        </>
      )}
    </>
  )
}

function Happened({ at, zone, verb }: { at: string; zone: string; verb: Verb }) {
  const when = formatInstant(at, zone)
  if (verb === 'changed') {
    return (
      <Trans>
        changed <time dateTime={at}>{when}</time>
      </Trans>
    )
  }
  return verb === 'saved' ? (
    <Trans>
      saved <time dateTime={at}>{when}</time>
    </Trans>
  ) : (
    <Trans>
      saved offline <time dateTime={at}>{when}</time>
    </Trans>
  )
}
