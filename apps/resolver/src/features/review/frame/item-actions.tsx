import type { ConflictDetail } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconClockPlus, IconUserShare } from '@tabler/icons-react'
import { askDesk } from '../../../lib/desk/asked.ts'
import classes from './item-header.module.css'

/** What can be done about an item besides deciding it: as far as this person may. */
export function ItemActions({ detail }: { detail: ConflictDetail }) {
  const { extend, hold, reassign } = detail.permissions
  if (detail.state !== 'open' || !(extend || hold || reassign)) return null
  return (
    <div className={classes.actions}>
      {extend || hold ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconClockPlus size={15} aria-hidden />}
          onClick={() => askDesk('extend', [detail])}
        >
          {extend ? <Trans>More time</Trans> : <Trans>Hold while I decide</Trans>}
        </Button>
      ) : null}
      {reassign ? (
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconUserShare size={15} aria-hidden />}
          onClick={() => askDesk('reassign', [detail])}
        >
          <Trans>Give to somebody</Trans>
        </Button>
      ) : null}
      {detail.assignee === null ? null : (
        <span className={classes.assignee}>
          <Trans>Asked: {detail.assignee.name}</Trans>
        </span>
      )}
    </div>
  )
}
