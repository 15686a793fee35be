import { Kbd } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconArrowsJoin } from '@tabler/icons-react'
import { NoticePanel } from '../../components/chrome/notice-panel.tsx'
import classes from './empty-detail.module.css'
import { useQueueOrder } from './queue-context.ts'

/** The right half while nothing is open: how much there is, and the keys that make it quick. */
export function EmptyDetail() {
  const { counts } = useQueueOrder()
  useDocumentTitle('Inbox · Dartwing Resolver')
  const mine = counts?.mine ?? 0
  const title = mine === 0 ? 'Choose an item' : mine === 1 ? 'One item needs you' : `${mine} items need you`
  return (
    <div className={classes.empty}>
      <NoticePanel level={1} icon={<IconArrowsJoin size={24} stroke={1.6} />} title={title}>
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
            <span>All commands</span> <Kbd>⌘ K</Kbd>
          </li>
          <li>
            <span>All keys</span> <Kbd>?</Kbd>
          </li>
        </ul>
      </NoticePanel>
    </div>
  )
}
