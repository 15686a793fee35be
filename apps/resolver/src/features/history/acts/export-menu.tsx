import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Menu } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { IconDownload } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type ActFilter, allActs } from '../api/acts.ts'
import { save, toCsv, toJson } from './export-file.ts'

const FORMATS = {
  csv: { name: 'history.csv', type: 'text/csv;charset=utf-8', of: toCsv },
  json: { name: 'history.json', type: 'application/json', of: toJson },
} as const

/** Everything the filter lets through, not only what is on the screen. */
export function ExportMenu({ org, filter }: { org: string; filter: ActFilter }) {
  const { t } = useLingui()
  const { mutate, isPending } = useMutation({
    mutationFn: async (format: keyof typeof FORMATS) => {
      const { name, type, of } = FORMATS[format]
      save(name, type, of(await allActs(org, filter)))
    },
    onError: (error) =>
      notifications.show({ color: 'alarm', title: t`Nothing was exported`, message: error.message }),
  })
  return (
    <Menu position="bottom-end" withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button variant="default" loading={isPending} leftSection={<IconDownload size={16} aria-hidden />}>
          <Trans>Export</Trans>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => mutate('csv')}>
          <Trans>For a spreadsheet (CSV)</Trans>
        </Menu.Item>
        <Menu.Item onClick={() => mutate('json')}>
          <Trans>For a program (JSON)</Trans>
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
