import { Kbd } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconArrowsJoin } from '@tabler/icons-react'
import { NoticePanel } from '../../components/chrome/notice-panel.tsx'
import { takeBackLast } from '../../lib/last-decision.ts'
import { MOD, useKeys } from '../../lib/use-keys.ts'
import classes from './empty-detail.module.css'
import { useQueueOrder } from './queue-context.ts'

/** The right half while nothing is open: how much there is, and the keys that make it quick. */
export function EmptyDetail() {
  const { counts } = useQueueOrder()
  useKeys({ z: takeBackLast })
  useDocumentTitle('Inbox · Dartwing Resolver')
  const waiting = counts?.team ?? null
  const title =
    waiting === null
      ? 'Choose an item'
      : waiting === 0
        ? 'Nothing is waiting'
        : waiting === 1
          ? 'One item waits for a decision'
          : `${waiting} items wait for a decision`
  return (
    <div className={classes.empty}>
      <NoticePanel icon={<IconArrowsJoin size={24} stroke={1.6} />} title={title}>
        <p className={classes.text}>
          Open one to see both versions side by side and what each choice would do.
        </p>
        <ul className={classes.keys}>
          <li>
            <span>Up and down the queue</span>
            <span>
              <Kbd>j</Kbd> <Kbd>k</Kbd>
            </span>
          </li>
          <li>
            <span>Open</span> <Kbd>Enter</Kbd>
          </li>
          <li>
            <span>Search</span> <Kbd>/</Kbd>
          </li>
          <li>
            <span>All commands</span> <Kbd>{MOD} K</Kbd>
          </li>
          <li>
            <span>All keys</span> <Kbd>?</Kbd>
          </li>
        </ul>
      </NoticePanel>
    </div>
  )
}
