import type { Interval } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { useId } from 'react'
import { SIDES } from '../../../components/side/sides.ts'
import { formatInstant, formatRange } from '../../../lib/time/format.ts'
import classes from './overlap-picture.module.css'
import { hourMarks, overlapOf, pictureSentence, type Span, spanOf } from './picture-scale.ts'

export interface Lane {
  readonly label: string
  readonly side: 'server' | 'client'
  readonly interval: Interval
}

interface OverlapPictureProps {
  readonly lanes: readonly [Lane, Lane]
  readonly zone: string
}

const WIDTH = 440
const LABEL = 62
const LANE = 38
const TOP = 24
const BOTTOM = TOP + 2 * LANE + 8

type ToX = (instant: string | number) => number

function scaleOf({ from, to }: Span): ToX {
  return (instant) => LABEL + ((new Date(instant).getTime() - from) / (to - from)) * (WIDTH - LABEL - 22)
}

/** Two lanes and the time they share, hatched and counted. A picture of what the text beside it says. */
export function OverlapPicture({ lanes, zone }: OverlapPictureProps) {
  const [a, b] = lanes
  const span = spanOf(a.interval, b.interval)
  const x = scaleOf(span)
  const shared = overlapOf(a.interval, b.interval)
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${WIDTH} ${BOTTOM + 4}`}
        role="img"
        aria-label={pictureSentence(lanes, zone)}
        className={classes.picture}
      >
        <Hours span={span} x={x} zone={zone} />
        {lanes.map((lane, index) => (
          <LaneBar key={lane.side} lane={lane} top={TOP + index * LANE} x={x} />
        ))}
        {shared === null ? null : <Shared interval={shared} x={x} />}
        {lanes.map(({ side, interval }, index) => (
          <text key={side} x={x(interval.start) + 8} y={TOP + index * LANE + 24} className={classes.span}>
            {formatRange(interval.start, interval.end, zone, 'time')}
          </text>
        ))}
      </svg>
      <figcaption className={classes.caption}>
        {shared === null ? (
          <Trans>The two times do not overlap.</Trans>
        ) : (
          <Trans>
            <b>{shared.minutes} min overlap</b>, {formatRange(shared.start, shared.end, zone, 'time')}
          </Trans>
        )}
      </figcaption>
    </figure>
  )
}

function Hours({ span, x, zone }: { span: Span; x: ToX; zone: string }) {
  return hourMarks(span).map((mark) => (
    <g key={mark}>
      <line x1={x(mark)} x2={x(mark)} y1={TOP - 4} y2={BOTTOM} className={classes.grid} />
      <text x={x(mark)} y={12} className={classes.hour} textAnchor="middle">
        {formatInstant(mark, zone, 'time')}
      </text>
    </g>
  ))
}

function LaneBar({ lane, top, x }: { lane: Lane; top: number; x: ToX }) {
  const { start, end } = lane.interval
  return (
    <g>
      <text x={0} y={top + 24} className={classes.label}>
        {lane.label}
      </text>
      <rect
        x={x(start)}
        y={top + 3}
        width={Math.max(4, x(end) - x(start))}
        height={LANE - 8}
        rx={6}
        data-tone={SIDES[lane.side].tone}
        className={classes.bar}
      />
    </g>
  )
}

function Shared({ interval, x }: { interval: Interval; x: ToX }) {
  const hatch = useId()
  return (
    <>
      <defs>
        <pattern id={hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect width="7" height="7" className={classes.hatchGround} />
          <line x1="0" y1="0" x2="0" y2="7" className={classes.hatchLine} />
        </pattern>
      </defs>
      <rect
        x={x(interval.start)}
        y={TOP - 1}
        width={Math.max(2, x(interval.end) - x(interval.start))}
        height={2 * LANE}
        fill={`url(#${hatch})`}
        className={classes.shared}
      />
    </>
  )
}
