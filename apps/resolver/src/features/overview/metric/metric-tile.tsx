import type { Metric } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Title } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconCircleDashed } from '@tabler/icons-react'
import { Bars } from '../chart/bars.tsx'
import { dayWords, metricFigure } from '../chart/figures.ts'
import { FiguresTable } from '../tables/figures-table.tsx'
import classes from './metric-tile.module.css'
import { metricWords, targetWords } from './metric-words.ts'

interface MetricTileProps {
  readonly metric: Metric
  readonly onRows: () => void
}

/** One number: what it is, what it should be, how many rows it comes from, and how it went. */
export function MetricTile({ metric, onRows }: MetricTileProps) {
  const { t } = useLingui()
  const { name, value, sample, unit, target, trend } = metric
  const words = metricWords()[name]
  const bars = trend.map((day) => ({
    key: day.day,
    parts: [{ value: day.value ?? 0, tone: 'plain' } as const],
  }))
  return (
    <section className={classes.tile} aria-label={words.title} data-metric={name}>
      <Title order={3} className={classes.title}>
        {words.title}
      </Title>
      <p className={classes.value}>{metricFigure(value, unit)}</p>
      <Standing metric={metric} />
      <p className={classes.sample}>
        {words.sample(sample)}
        {value !== null && sample < words.least ? (
          <>
            {' · '}
            <Trans>few so far, so a single one weighs a lot</Trans>
          </>
        ) : null}
      </p>
      <div className={classes.trend}>
        <Bars
          bars={bars}
          line={target?.value}
          label={t`${words.title}, day by day; the table below has the figures`}
        />
      </div>
      <details className={classes.more}>
        <summary>
          <Trans>How it is computed, and day by day</Trans>
        </summary>
        <p>{words.how}</p>
        <FiguresTable
          label={t`${words.title}, day by day`}
          columns={[
            { key: 'day', head: t`Day` },
            { key: 'value', head: t`Value`, isFigure: true },
            { key: 'sample', head: t`From`, isFigure: true },
          ]}
          rows={trend.map((day) => ({
            key: day.day,
            cells: [dayWords(day.day), metricFigure(day.value, unit), day.sample],
          }))}
        />
      </details>
      <Button variant="default" className={classes.rows} onClick={onRows} disabled={sample === 0}>
        <Trans>Show the rows</Trans>
      </Button>
    </section>
  )
}

/** Said in words and by a sign, not by a colour alone. */
function Standing({ metric }: { metric: Metric }) {
  const { met, value } = metric
  if (met === null) {
    return (
      <p className={classes.standing}>
        <IconCircleDashed size={16} aria-hidden />
        {value === null ? <Trans>Nothing to compute it from yet</Trans> : targetWords(metric)}
      </p>
    )
  }
  const Icon = met ? IconCircleCheck : IconAlertTriangle
  return (
    <p className={classes.standing} data-met={met}>
      <Icon size={16} aria-hidden />
      <span>
        <b>{met ? <Trans>On target</Trans> : <Trans>Off target</Trans>}</b>
        {' · '}
        {targetWords(metric)}
      </span>
    </p>
  )
}
