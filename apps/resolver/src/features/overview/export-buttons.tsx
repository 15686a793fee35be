import type { OverviewTable } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Title } from '@mantine/core'
import { IconAlertTriangle, IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { Banner } from '../../components/chrome/banner.tsx'
import { useSession } from '../../lib/session/use-session.ts'
import { type Period, readExport } from './api/overview-api.ts'
import classes from './overview.module.css'

/** All rows that the numbers above were computed from, for a spreadsheet. */
export function ExportButtons({ period }: { period: Period }) {
  const { t } = useLingui()
  const { org } = useSession()
  const save = useMutation({
    mutationFn: async (table: OverviewTable) =>
      offer(`${table}.csv`, await readExport(org.org, table, period)),
  })
  const tables: readonly [OverviewTable, string][] = [
    ['syncs', t`Syncs`],
    ['conflicts', t`Conflicts`],
    ['feedback', t`Answers`],
  ]
  return (
    <section className={classes.card} aria-labelledby="export">
      <Title order={2} id="export">
        <Trans>Compute it yourself</Trans>
      </Title>
      <p className={classes.soft}>
        <Trans>Every row behind the numbers of these days, as CSV files.</Trans>
      </p>
      <div className={classes.buttons}>
        {tables.map(([table, label]) => (
          <Button
            key={table}
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
            loading={save.isPending && save.variables === table}
            onClick={() => save.mutate(table)}
          >
            {label}
          </Button>
        ))}
      </div>
      {save.error === null ? null : (
        <Banner
          tone="alarm"
          icon={<IconAlertTriangle size={18} />}
          title={t`The file could not be made`}
          urgent
        >
          {save.error.message}
        </Banner>
      )}
    </section>
  )
}

function offer(name: string, file: Blob): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  URL.revokeObjectURL(address)
}
