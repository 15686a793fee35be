import type { Interval } from '@dartwing/protocol'
import { useId } from 'react'
import { SIDES } from '../../../components/side/sides.ts'
import { formatInstant, formatRange } from '../../../lib/time/format.ts'
import classes from './overlap-picture.module.css'
import { hourMarks, overlapOf, pictureSentence, spanOf } from './picture-scale.ts'

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

/** Two lanes and the time they share, hatched and counted. A picture of what the text beside it says. */
export function OverlapPicture({ lanes, zone }: OverlapPictureProps) {
  const hatch = useId()
  const [a, b] = lanes
  const span = spanOf(a.interval, b.interval)
  const x = (instant: string | number): number => {
    const share = (new Date(instant).getTime() - span.from) / (span.to - span.from)
    return LABEL + share * (WIDTH - LABEL - 22)
  }
  const shared = overlapOf(a.interval, b.interval)
  const bottom = TOP + 2 * LANE + 8
  return (
    <figure className={classes.figure}>
      <svg
        viewBox={`0 0 ${WIDTH} ${bottom + 4}`}
        role="img"
        aria-label={pictureSentence(lanes, zone)}
        className={classes.picture}
      >
        <defs>
          <pattern
            id={hatch}
            width="7"
            height="7"
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width="7" height="7" className={classes.hatchGround} />
            <line x1="0" y1="0" x2="0" y2="7" className={classes.hatchLine} />
          </pattern>
        </defs>
        {hourMarks(span).map((mark) => (
          <g key={mark}>
            <line x1={x(mark)} x2={x(mark)} y1={TOP - 4} y2={bottom} className={classes.grid} />
            <text x={x(mark)} y={12} className={classes.hour} textAnchor="middle">
              {formatInstant(mark, zone, 'time')}
            </text>
          </g>
        ))}
        {lanes.map((lane, index) => (
          <g key={lane.side}>
            <text x={0} y={TOP + index * LANE + 24} className={classes.label}>
              {lane.label}
            </text>
            <rect
              x={x(lane.interval.start)}
              y={TOP + index * LANE + 3}
              width={Math.max(4, x(lane.interval.end) - x(lane.interval.start))}
              height={LANE - 8}
              rx={6}
              data-tone={SIDES[lane.side].tone}
              className={classes.bar}
            />
          </g>
        ))}
        {shared === null ? null : (
          <rect
            x={x(shared.start)}
            y={TOP - 1}
            width={Math.max(2, x(shared.end) - x(shared.start))}
            height={2 * LANE}
            fill={`url(#${hatch})`}
            className={classes.shared}
          />
        )}
        {lanes.map((lane, index) => (
          <text
            key={lane.side}
            x={x(lane.interval.start) + 8}
            y={TOP + index * LANE + 24}
            className={classes.span}
          >
            {formatRange(lane.interval.start, lane.interval.end, zone, 'time')}
          </text>
        ))}
      </svg>
      <figcaption className={classes.caption}>
        {shared === null ? (
          'The two times do not overlap.'
        ) : (
          <>
            <b>{shared.minutes} min overlap</b>, {formatRange(shared.start, shared.end, zone, 'time')}
          </>
        )}
      </figcaption>
    </figure>
  )
}
