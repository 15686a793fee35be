import { type Organisation, ROLLOUT_STAGES, type RolloutStage } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ListError, ListSkeleton } from '../../../components/list/list-states.tsx'
import { useSession } from '../../../lib/session/use-session.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { useServerNow } from '../../../lib/time/server-clock.ts'
import { organisationOptions } from '../api/organisation.ts'
import classes from './organisation-panel.module.css'
import { StageDialog } from './stage-dialog.tsx'
import { isPromotion, stageWords, syncsAt } from './stage-words.ts'

export function OrganisationPanel() {
  const { org } = useSession()
  const query = useQuery(organisationOptions(org.org))
  const [target, setTarget] = useState<RolloutStage | null>(null)
  if (query.isPending) return <ListSkeleton label={t`Loading the organisation`} />
  if (query.data === undefined) {
    return (
      <ListError
        title={t`The organisation could not be read`}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  return (
    <div className={classes.panel}>
      <Facts organisation={query.data} />
      <section className={classes.card} aria-labelledby="rollout">
        <Title order={2} id="rollout">
          <Trans>Rollout</Trans>
        </Title>
        <p className={classes.text}>
          {syncsAt(query.data.rollout_stage, query.data)
            ? t`The devices of this organisation sync with this server.`
            : t`The devices of this organisation do not sync with this server yet. They keep their changes.`}
        </p>
        <ol className={classes.stages}>
          {ROLLOUT_STAGES.map((stage) => (
            <Stage key={stage} stage={stage} organisation={query.data} onMove={() => setTarget(stage)} />
          ))}
        </ol>
      </section>
      {target === null ? null : (
        <StageDialog organisation={query.data} to={target} onClose={() => setTarget(null)} />
      )}
    </div>
  )
}

function Facts({ organisation }: { organisation: Organisation }) {
  const time = formatInstant(useServerNow(), organisation.time_zone, 'time')
  return (
    <section className={classes.card} aria-labelledby="facts">
      <Title order={2} id="facts">
        <Trans>About</Trans>
      </Title>
      <dl className={classes.facts}>
        <div>
          <dt>
            <Trans>Title</Trans>
          </dt>
          <dd>{organisation.title}</dd>
        </div>
        <div>
          <dt>
            <Trans>Identifier</Trans>
          </dt>
          <dd>{organisation.org}</dd>
        </div>
        <div>
          <dt>
            <Trans>Time zone</Trans>
          </dt>
          <dd>
            <Trans>
              {organisation.time_zone}, where it is {time}
            </Trans>
          </dd>
        </div>
      </dl>
    </section>
  )
}

interface StageProps {
  readonly stage: RolloutStage
  readonly organisation: Organisation
  readonly onMove: () => void
}

function Stage({ stage, organisation, onMove }: StageProps) {
  const { label, hint } = stageWords()[stage]
  const here = organisation.rollout_stage
  return (
    <li className={classes.stage} aria-current={stage === here ? 'step' : undefined}>
      <span className={classes.words}>
        <b>{label}</b>
        <span className={classes.hint}>{hint}</span>
        {stage === organisation.lowest_stage ? (
          <span className={classes.lowest}>
            <Trans>Devices sync from here on</Trans>
          </span>
        ) : null}
      </span>
      {stage === here ? (
        <span className={classes.here}>
          <Trans>Now here</Trans>
        </span>
      ) : (
        <Button variant="default" onClick={onMove}>
          {isPromotion(here, stage) ? t`Promote to ${label}` : t`Demote to ${label}`}
        </Button>
      )}
    </li>
  )
}
