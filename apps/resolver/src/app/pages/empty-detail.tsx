import { plural, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
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
  useDocumentTitle(t`Inbox · Dartwing Resolver`)
  const waiting = counts?.team ?? null
  const title =
    waiting === null
      ? t`Choose an item`
      : waiting === 0
        ? t`Nothing is waiting`
        : plural(waiting, { one: 'One item waits for a decision', other: '# items wait for a decision' })
  return (
    <div className={classes.empty}>
      <NoticePanel icon={<IconArrowsJoin size={24} stroke={1.6} />} title={title}>
        <p className={classes.text}>
          <Trans>Open one to see both versions side by side and what each choice would do.</Trans>
        </p>
        <ul className={classes.keys}>
          <li>
            <span>
              <Trans>Up and down the queue</Trans>
            </span>
            <span>
              <Kbd>j</Kbd> <Kbd>k</Kbd>
            </span>
          </li>
          <li>
            <span>
              <Trans>Open</Trans>
            </span>{' '}
            <Kbd>
              <Trans>Enter</Trans>
            </Kbd>
          </li>
          <li>
            <span>
              <Trans>Search</Trans>
            </span>{' '}
            <Kbd>/</Kbd>
          </li>
          <li>
            <span>
              <Trans>All commands</Trans>
            </span>{' '}
            <Kbd>{MOD} K</Kbd>
          </li>
          <li>
            <span>
              <Trans>All keys</Trans>
            </span>{' '}
            <Kbd>?</Kbd>
          </li>
        </ul>
      </NoticePanel>
    </div>
  )
}
