import type { Overview } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Title } from '@mantine/core'
import { ruleText } from '../../lib/language/rule-text.ts'
import { figure, shareOf } from './chart/figures.ts'
import classes from './overview.module.css'
import { FiguresTable } from './tables/figures-table.tsx'

type Spots = Overview['hot_spots']

/** Where conflicts come from: which fields, which versions of the app, which devices. */
export function HotSpots({ spots }: { spots: Spots }) {
  return (
    <section className={classes.card} aria-labelledby="hot-spots">
      <Title order={2} id="hot-spots">
        <Trans>Where conflicts come from</Trans>
      </Title>
      {spots.fields.length === 0 ? (
        <p className={classes.soft}>
          <Trans>There were no conflicts in these days.</Trans>
        </p>
      ) : (
        <>
          <Fields fields={spots.fields} />
          <div className={classes.pair}>
            <Versions versions={spots.app_versions} />
            <Devices devices={spots.devices} />
          </div>
        </>
      )}
    </section>
  )
}

function Fields({ fields }: { fields: Spots['fields'] }) {
  const { t } = useLingui()
  return (
    <div className={classes.block}>
      <Title order={3}>
        <Trans>Fields</Trans>
      </Title>
      <FiguresTable
        label={t`Fields with conflicts`}
        columns={[
          { key: 'doctype', head: t`Kind of record` },
          { key: 'field', head: t`Field` },
          { key: 'conflicts', head: t`Conflicts`, isFigure: true },
          { key: 'manual', head: t`Decided by people`, isFigure: true },
        ]}
        rows={fields.map(({ doctype, field, label, conflicts, manual }) => ({
          key: `${doctype} ${field}`,
          cells: [
            ruleText(doctype),
            field.startsWith('_') ? t`The whole record` : ruleText(label),
            figure(conflicts),
            figure(manual),
          ],
        }))}
      />
    </div>
  )
}

function Versions({ versions }: { versions: Spots['app_versions'] }) {
  const { t } = useLingui()
  return (
    <div className={classes.block}>
      <Title order={3}>
        <Trans>App versions</Trans>
      </Title>
      <FiguresTable
        label={t`App versions`}
        columns={[
          { key: 'version', head: t`Version` },
          { key: 'syncs', head: t`Syncs`, isFigure: true },
          { key: 'conflicts', head: t`Conflicts`, isFigure: true },
          { key: 'rate', head: t`Per sync`, isFigure: true },
        ]}
        rows={versions.map(({ app_version, syncs, conflicts }) => ({
          key: app_version,
          cells: [app_version || t`Not said`, figure(syncs), figure(conflicts), shareOf(conflicts, syncs)],
        }))}
      />
    </div>
  )
}

function Devices({ devices }: { devices: Spots['devices'] }) {
  const { t } = useLingui()
  return (
    <div className={classes.block}>
      <Title order={3}>
        <Trans>Devices</Trans>
      </Title>
      <FiguresTable
        label={t`Devices with conflicts`}
        columns={[
          { key: 'device', head: t`Device` },
          { key: 'version', head: t`App version` },
          { key: 'syncs', head: t`Syncs`, isFigure: true },
          { key: 'conflicts', head: t`Conflicts`, isFigure: true },
        ]}
        rows={devices.map(({ device_id, person, app_version, syncs, conflicts }) => {
          const short = device_id.slice(0, 4)
          return {
            key: device_id,
            cells: [
              person === null ? short : t`${person}, ${short}`,
              app_version,
              figure(syncs),
              figure(conflicts),
            ],
          }
        })}
      />
    </div>
  )
}
