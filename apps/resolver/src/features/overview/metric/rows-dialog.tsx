import type { Metric } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { useInfiniteQuery } from '@tanstack/react-query'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { ListError, ListSkeleton, More } from '../../../components/list/list-states.tsx'
import { useSession } from '../../../lib/session/use-session.ts'
import { type Period, rowsOptions } from '../api/overview-api.ts'
import { metricWords } from './metric-words.ts'
import classes from './rows-dialog.module.css'
import { RowsTable } from './rows-table.tsx'

interface RowsDialogProps {
  readonly metric: Metric
  readonly period: Period
  readonly zone: string
  readonly onClose: () => void
}

/** What a number was made of, row by row. */
export function RowsDialog({ metric, period, zone, onClose }: RowsDialogProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const query = useInfiniteQuery(rowsOptions(org.org, metric.name, period))
  const { title, how } = metricWords()[metric.name]
  const isEmpty = query.data?.pages[0]?.items.length === 0
  return (
    <Dialog opened onClose={onClose} title={title} size="xl">
      <div className={classes.body}>
        <p className={classes.text}>{how}</p>
        {query.isPending ? <ListSkeleton label={t`Loading the rows`} /> : null}
        {query.isError && query.data === undefined ? (
          <ListError
            title={t`The rows could not be read`}
            error={query.error}
            onRetry={() => void query.refetch()}
          />
        ) : null}
        {isEmpty ? (
          <p className={classes.text}>
            <Trans>There is none in these days.</Trans>
          </p>
        ) : (
          <RowsTable pages={query.data?.pages ?? []} zone={zone} onLeave={onClose} />
        )}
        <More query={query} />
      </div>
    </Dialog>
  )
}
