import type { Metric, RolloutStage, Overview as View } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Title } from '@mantine/core'
import { IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { ListError, ListSkeleton } from '../../components/list/list-states.tsx'
import { useSession } from '../../lib/session/use-session.ts'
import { formatInstant, zoneLabel } from '../../lib/time/format.ts'
import { overviewOptions } from './api/overview-api.ts'
import { DeadlineBoard } from './deadline-board.tsx'
import { ExportButtons } from './export-buttons.tsx'
import { HotSpots } from './hot-spots.tsx'
import { MetricTile } from './metric/metric-tile.tsx'
import { RowsDialog } from './metric/rows-dialog.tsx'
import classes from './overview.module.css'
import { RuleQuality } from './rule-quality.tsx'
import { Timers } from './timers/timers.tsx'

/** How the organisation does. Every number can be followed to the rows it was made of. */
export function Overview({ stageLabel }: { stageLabel: (stage: RolloutStage) => string }) {
  const { t } = useLingui()
  const { org } = useSession()
  const query = useQuery(overviewOptions(org.org))
  if (query.isPending) return <ListSkeleton label={t`Loading the overview`} />
  if (query.data === undefined) {
    return (
      <ListError
        title={t`The overview could not be read`}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  return (
    <div className={classes.overview}>
      <Head
        view={query.data}
        stage={stageLabel(query.data.rollout.stage)}
        isReading={query.isFetching}
        onRead={() => void query.refetch()}
      />
      <Metrics view={query.data} />
      <DeadlineBoard deadlines={query.data.deadlines} zone={query.data.time_zone} />
      <Timers timers={query.data.timers} zone={query.data.time_zone} />
      <HotSpots spots={query.data.hot_spots} />
      <RuleQuality rules={query.data.rules} />
      <ExportButtons period={query.data} />
    </div>
  )
}

interface HeadProps {
  readonly view: View
  /** How far the organisation is in the rollout. */
  readonly stage: string
  readonly isReading: boolean
  readonly onRead: () => void
}

function Head({ view: { from, until, time_zone }, stage, isReading, onRead }: HeadProps) {
  const [first, last] = [formatInstant(from, time_zone, 'date'), formatInstant(until, time_zone)]
  const zone = zoneLabel(time_zone)
  return (
    <div className={classes.head}>
      <div>
        <Title order={2}>
          <Trans>The last seven days</Trans>
        </Title>
        <p className={classes.soft}>
          <Trans>
            From {first} until {last}, {zone}.
          </Trans>{' '}
          <Trans>
            Rollout: <Link to="/admin/organisation">{stage}</Link>
          </Trans>
        </p>
      </div>
      <Button
        variant="default"
        leftSection={<IconRefresh size={16} aria-hidden />}
        loading={isReading}
        onClick={onRead}
      >
        <Trans>Compute again</Trans>
      </Button>
    </div>
  )
}

function Metrics({ view }: { view: View }) {
  const [shown, setShown] = useState<Metric | null>(null)
  return (
    <>
      <div className={classes.tiles}>
        {view.metrics.map((metric) => (
          <MetricTile key={metric.name} metric={metric} onRows={() => setShown(metric)} />
        ))}
      </div>
      {shown === null ? null : (
        <RowsDialog metric={shown} period={view} zone={view.time_zone} onClose={() => setShown(null)} />
      )}
    </>
  )
}
