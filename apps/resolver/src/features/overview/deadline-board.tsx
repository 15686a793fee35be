import type { Overview } from '@dartwing/protocol'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Title } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { Banner } from '../../components/chrome/banner.tsx'
import { formatInstant } from '../../lib/time/format.ts'
import { type Bar, Bars } from './chart/bars.tsx'
import classes from './overview.module.css'
import { FiguresTable } from './tables/figures-table.tsx'

interface DeadlineBoardProps {
  readonly deadlines: Overview['deadlines']
  readonly zone: string
}

type Hour = Overview['deadlines']['hours'][number]

const totalOf = (hours: readonly Hour[], key: 'server_wins' | 'escalate' | 'paused') =>
  hours.reduce((sum, hour) => sum + hour[key], 0)

const toBar = ({ from, server_wins, escalate, paused }: Hour): Bar => ({
  key: from,
  parts: [
    { value: server_wins, tone: 'plain' },
    { value: escalate, tone: 'strong' },
    { value: paused, tone: 'outline' },
  ],
})

/** What the timer will do within a day, unless people are faster. */
export function DeadlineBoard({ deadlines, zone }: DeadlineBoardProps) {
  const { t } = useLingui()
  const { hours } = deadlines
  const [wins, escalate, paused] = [
    totalOf(hours, 'server_wins'),
    totalOf(hours, 'escalate'),
    totalOf(hours, 'paused'),
  ]
  return (
    <section className={classes.card} aria-labelledby="deadlines">
      <Title order={2} id="deadlines">
        <Trans>Deadlines within a day</Trans>
      </Title>
      <Urgent deadlines={deadlines} />
      {wins + escalate + paused === 0 ? (
        <p className={classes.soft}>
          <Trans>Nothing waits for a deadline.</Trans>
        </p>
      ) : (
        <>
          <Legend wins={wins} escalate={escalate} paused={paused} />
          <div className={classes.chart}>
            <Bars
              bars={hours.map(toBar)}
              label={t`Deadlines hour by hour; the table below has the figures`}
            />
          </div>
          <Ends hours={hours} zone={zone} />
          <p className={classes.links}>
            <Link to="/inbox" search={{ view: 'team', due: '1h' }}>
              <Trans>Due within an hour</Trans>
            </Link>
            <Link to="/inbox" search={{ view: 'team', due: '6h' }}>
              <Trans>Due within 6 hours</Trans>
            </Link>
            <Link to="/inbox" search={{ view: 'team', due: '24h' }}>
              <Trans>Due within 24 hours</Trans>
            </Link>
          </p>
          <HourTable hours={hours} zone={zone} />
        </>
      )}
    </section>
  )
}

interface LegendProps {
  readonly wins: number
  readonly escalate: number
  readonly paused: number
}

function Legend({ wins, escalate, paused }: LegendProps) {
  return (
    <ul className={classes.legend}>
      {wins === 0 ? null : (
        <li data-tone="plain">
          <Plural
            value={wins}
            one="# the timer settles: the server stands"
            other="# the timer settles: the server stands"
          />
        </li>
      )}
      {escalate === 0 ? null : (
        <li data-tone="strong">
          <Plural value={escalate} one="# goes to the admins" other="# go to the admins" />
        </li>
      )}
      {paused === 0 ? null : (
        <li data-tone="outline">
          <Plural value={paused} one="# has a paused timer" other="# have a paused timer" />
        </li>
      )}
    </ul>
  )
}

/** What nobody may notice in time. */
function Urgent({ deadlines: { past, unassigned_soon } }: Pick<DeadlineBoardProps, 'deadlines'>) {
  const { t } = useLingui()
  if (past + unassigned_soon === 0) return null
  return (
    <Banner
      tone="attention"
      icon={<IconAlertTriangle size={18} />}
      title={t`Somebody should look`}
      actions={
        <Link
          to="/inbox"
          search={unassigned_soon > 0 ? { view: 'team', assignee: 'none' } : { view: 'team' }}
        >
          <Trans>Open the queue</Trans>
        </Link>
      }
    >
      {unassigned_soon === 0 ? null : (
        <p className={classes.line}>
          <Plural
            value={unassigned_soon}
            one="# is due within two hours, and nobody was asked to decide."
            other="# are due within two hours, and nobody was asked to decide."
          />
        </p>
      )}
      {past === 0 ? null : (
        <p className={classes.line}>
          <Plural
            value={past}
            one="# is past its deadline and still waits for a person."
            other="# are past their deadline and still wait for a person."
          />
        </p>
      )}
    </Banner>
  )
}

function Ends({ hours, zone }: { hours: readonly Hour[]; zone: string }) {
  const [first, last] = [hours.at(0), hours.at(-1)]
  if (first === undefined || last === undefined) return null
  return (
    <p className={classes.ends} aria-hidden>
      <span>{formatInstant(first.from, zone)}</span>
      <span>{formatInstant(last.from, zone)}</span>
    </p>
  )
}

function HourTable({ hours, zone }: { hours: readonly Hour[]; zone: string }) {
  const { t } = useLingui()
  const some = hours.filter(({ server_wins, escalate, paused }) => server_wins + escalate + paused > 0)
  return (
    <details className={classes.twin}>
      <summary>
        <Trans>As a table</Trans>
      </summary>
      <FiguresTable
        label={t`Deadlines hour by hour`}
        columns={[
          { key: 'from', head: t`In the hour from` },
          { key: 'server', head: t`The server stands`, isFigure: true },
          { key: 'admins', head: t`Goes to the admins`, isFigure: true },
          { key: 'paused', head: t`Timer paused`, isFigure: true },
        ]}
        rows={some.map(({ from, server_wins, escalate, paused }) => ({
          key: from,
          cells: [formatInstant(from, zone), server_wins, escalate, paused],
        }))}
      />
    </details>
  )
}
