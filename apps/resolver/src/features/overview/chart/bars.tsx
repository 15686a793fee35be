import classes from './bars.module.css'

export interface BarPart {
  readonly value: number
  readonly tone: 'plain' | 'strong' | 'outline'
}

export interface Bar {
  readonly key: string
  /** From the ground up; empty: there is nothing to show. */
  readonly parts: readonly BarPart[]
}

interface BarsProps {
  readonly bars: readonly Bar[]
  /** What the picture says, in a sentence; the figures are in the table beside it. */
  readonly label: string
  /** A line across, where a target is. */
  readonly line?: number | undefined
}

const WIDTH = 10
const GAP = 1.5
const HEIGHT = 40
/** What is there, however small, is seen. */
const LEAST = 1.5

const sumOf = ({ parts }: Bar) => parts.reduce((sum, { value }) => sum + value, 0)

/** Bars from left to right in time, whatever the direction of the text. */
export function Bars({ bars, label, line }: BarsProps) {
  const highest = Math.max(...bars.map(sumOf), (line ?? 0) * 1.25, Number.MIN_VALUE)
  const up = (value: number) => (value === 0 ? 0 : Math.max(LEAST, (value / highest) * (HEIGHT - 2)))
  return (
    <svg
      className={classes.bars}
      viewBox={`0 0 ${bars.length * WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      {bars.map((bar, place) => {
        let ground = HEIGHT
        return bar.parts.map(({ value, tone }) => {
          const height = up(value)
          ground -= height
          return (
            <rect
              key={`${bar.key} ${tone}`}
              x={place * WIDTH + GAP / 2}
              y={ground}
              width={WIDTH - GAP}
              height={height}
              data-tone={tone}
            />
          )
        })
      })}
      <line className={classes.ground} x1={0} x2={bars.length * WIDTH} y1={HEIGHT} y2={HEIGHT} />
      {line === undefined || line === 0 ? null : (
        <line
          className={classes.line}
          x1={0}
          x2={bars.length * WIDTH}
          y1={HEIGHT - up(line)}
          y2={HEIGHT - up(line)}
        />
      )}
    </svg>
  )
}
