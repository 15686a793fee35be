import type { Json } from '@dartwing/rules'
import { t } from '@lingui/core/macro'
import { formatInstant, zoneLabel } from '../../lib/time/format.ts'
import { sameClock, viewerZone } from '../../lib/time/zone.ts'
import classes from './value.module.css'
import { naiveText } from './value-text.ts'

/** The business's clock first; the reader's own clock below it when it shows something else. */
export function DateTimeValue({ value, zone }: { value: Json; zone: string }) {
  const text = String(value)
  const naive = naiveText(text)
  if (naive !== null) return <time className={classes.figures}>{naive}</time>
  if (Number.isNaN(Date.parse(text))) return <span>{text}</span>
  const mine = viewerZone()
  return (
    <time dateTime={text} className={classes.figures}>
      {formatInstant(text, zone)}
      {sameClock(text, zone, mine) ? null : (
        <span className={classes.second}>
          {t`${formatInstant(text, mine, 'short')} your time (${zoneLabel(mine)})`}
        </span>
      )}
    </time>
  )
}
