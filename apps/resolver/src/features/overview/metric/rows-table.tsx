import type { ConflictRow, FeedbackRow, OverviewRows, SyncRow } from '@dartwing/protocol'
import { docTypeRule } from '@dartwing/rules'
import { useLingui } from '@lingui/react/macro'
import { Link } from '@tanstack/react-router'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { figure, metricFigure } from '../chart/figures.ts'
import { type FigureRow, FiguresTable } from '../tables/figures-table.tsx'

interface RowsTableProps {
  readonly pages: readonly OverviewRows[]
  readonly zone: string
  readonly onLeave: () => void
}

export function RowsTable({ pages, zone, onLeave }: RowsTableProps) {
  const [first] = pages
  if (first === undefined) return null
  const shown = { zone, onLeave }
  if (first.table === 'syncs') {
    return <Syncs rows={pages.flatMap((page) => (page.table === 'syncs' ? page.items : []))} zone={zone} />
  }
  if (first.table === 'conflicts') {
    return (
      <Conflicts rows={pages.flatMap((page) => (page.table === 'conflicts' ? page.items : []))} {...shown} />
    )
  }
  return <Feedback rows={pages.flatMap((page) => (page.table === 'feedback' ? page.items : []))} {...shown} />
}

interface TableProps<Row> {
  readonly rows: readonly Row[]
  readonly zone: string
  readonly onLeave: () => void
}

function Syncs({ rows, zone }: Omit<TableProps<SyncRow>, 'onLeave'>) {
  const { t } = useLingui()
  return (
    <FiguresTable
      label={t`Syncs`}
      columns={[
        { key: 'at', head: t`When` },
        { key: 'took', head: t`Took`, isFigure: true },
        { key: 'items', head: t`Changes`, isFigure: true },
        { key: 'conflicts', head: t`Conflicts`, isFigure: true },
        { key: 'merged', head: t`Brought together`, isFigure: true },
        { key: 'device', head: t`Device` },
        { key: 'version', head: t`App version` },
      ]}
      rows={rows.map((row) => ({
        key: row.sync_id,
        cells: [
          formatInstant(row.started_at, zone, 'short'),
          metricFigure(row.seconds, 'seconds'),
          figure(row.items),
          figure(row.conflicts),
          figure(row.merged),
          row.device_id.slice(0, 4),
          row.app_version,
        ],
      }))}
    />
  )
}

function Conflicts({ rows, zone, onLeave }: TableProps<ConflictRow>) {
  const { t } = useLingui()
  const outcome = ({ state, resolved_by }: ConflictRow): string => {
    const by = resolved_by ?? ''
    if (state === 'open') return t`Waits for a person`
    if (state === 'withdrawn') return t`Nothing was left to decide`
    if (state === 'resolved') return t`Decided by ${by}`
    return by === 'timer' ? t`Decided by the deadline` : t`Settled by the rule`
  }
  return (
    <FiguresTable
      label={t`Conflicts`}
      columns={[
        { key: 'title', head: t`Record` },
        { key: 'fields', head: t`Fields` },
        { key: 'outcome', head: t`What became of it` },
        { key: 'at', head: t`When` },
      ]}
      rows={rows.map((row): FigureRow => {
        const labels = row.fields.map((field) =>
          field.startsWith('_')
            ? t`The whole record`
            : ruleText(docTypeRule(row.doctype)?.fields[field]?.label ?? field),
        )
        return {
          key: row.conflict_id,
          cells: [
            <Link key="title" to="/c/$id" params={{ id: row.conflict_id }} onClick={onLeave}>
              {ruleText(row.doctype)}: {row.title}
            </Link>,
            labels.join(', '),
            outcome(row),
            formatInstant(row.opened_at, zone, 'short'),
          ],
        }
      })}
    />
  )
}

function Feedback({ rows, zone, onLeave }: TableProps<FeedbackRow>) {
  const { t } = useLingui()
  return (
    <FiguresTable
      label={t`Answers`}
      columns={[
        { key: 'title', head: t`Record` },
        { key: 'score', head: t`Score`, isFigure: true },
        { key: 'lost', head: t`Lost data` },
        { key: 'comment', head: t`Comment` },
        { key: 'person', head: t`Person` },
        { key: 'at', head: t`When` },
      ]}
      rows={rows.map((row) => ({
        key: row.feedback_id,
        cells: [
          <Link key="title" to="/c/$id" params={{ id: row.conflict_id }} onClick={onLeave}>
            {row.title}
          </Link>,
          row.score ?? '–',
          row.lost_data ? t`Yes` : t`No`,
          row.comment ?? '',
          row.person,
          formatInstant(row.created_at, zone, 'short'),
        ],
      }))}
    />
  )
}
