import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { ActionIcon, Button } from '@mantine/core'
import { IconClockPlus, IconUserShare, IconX } from '@tabler/icons-react'
import { askDesk } from '../../lib/desk/asked.ts'
import { clearSelection, selectedItems } from './cursor/cursor-store.ts'
import classes from './selection-bar.module.css'

/** What can be done with the rows that are selected; there while some are. */
export function SelectionBar({ count }: { count: number }) {
  const { t } = useLingui()
  return (
    <div className={classes.bar} role="toolbar" aria-label={t`Selected items`}>
      <p className={classes.count} role="status">
        <Plural value={count} one="# selected" other="# selected" />
      </p>
      <Button size="compact-md" onClick={() => askDesk('bulk', selectedItems())}>
        <Trans>Resolve like this…</Trans>
      </Button>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t`Give to somebody`}
        title={t`Give to somebody`}
        onClick={() => askDesk('reassign', selectedItems())}
      >
        <IconUserShare size={17} />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size="lg"
        aria-label={t`More time`}
        title={t`More time`}
        onClick={() => askDesk('extend', selectedItems())}
      >
        <IconClockPlus size={17} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t`Select nothing`}
        onClick={clearSelection}
      >
        <IconX size={17} />
      </ActionIcon>
    </div>
  )
}
