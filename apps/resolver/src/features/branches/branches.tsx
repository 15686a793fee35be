import type { BranchList } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff, IconFileOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import { NoticePanel } from '../../components/chrome/notice-panel.tsx'
import { ProblemError } from '../../lib/http/problem-error.ts'
import { ruleText } from '../../lib/language/rule-text.ts'
import { onReturn } from '../../lib/live/live-store.ts'
import { useSession } from '../../lib/session/use-session.ts'
import { BranchActions } from './act/branch-actions.tsx'
import { type Done, Outcome } from './act/outcome.tsx'
import { branchesOptions, type DocumentKey } from './api/branches.ts'
import classes from './branches.module.css'
import { Compare } from './compare/compare.tsx'
import { type Pair, pairOf } from './compare/pair.ts'
import { VersionList } from './version-list.tsx'

interface BranchesProps {
  readonly document: DocumentKey
  readonly wish: { readonly a?: string; readonly b?: string }
  readonly onPair: (pair: Pair) => void
}

/** Every version of a document, and what was kept beside it when two people changed it at once. */
export function Branches({ document, wish, onPair }: BranchesProps) {
  const { org } = useSession()
  const query = useQuery(branchesOptions(org.org, document))
  const { data, error, refetch } = query
  useEffect(() => onReturn(() => void refetch()), [refetch])
  if (data !== undefined) {
    return <Found document={{ ...document, name: data.root.name }} list={data} wish={wish} onPair={onPair} />
  }
  if (error !== null) return <Failed error={error} onRetry={() => void refetch()} />
  return <Loading />
}

function Found({ document, list, wish, onPair }: BranchesProps & { readonly list: BranchList }) {
  const heading = useRef<HTMLHeadingElement>(null)
  const [done, setDone] = useState<Done | null>(null)
  useEffect(() => heading.current?.focus(), [])
  const pair = pairOf(list, wish)
  // Of two branches the second is the one in question; the first is what it is compared with.
  const branch = [pair.b, pair.a]
    .map(({ name }) => list.items.find((item) => item.name === name))
    .find((item) => item !== undefined)
  return (
    <div className={classes.frame}>
      <header className={classes.head}>
        <h1 ref={heading} tabIndex={-1} className={classes.title} dir="auto">
          {list.root.title}
        </h1>
        <p className={classes.note}>
          {ruleText(document.doctype)} · {list.root.name} ·{' '}
          <Link to="/history/$doctype/$name" params={{ ...document }} className={classes.link}>
            <Trans>History</Trans>
          </Link>
        </p>
        <p className={classes.note}>
          <Trans>
            Nothing was lost: where two people changed this at once, the second version was kept beside the
            first.
          </Trans>
        </p>
      </header>
      <Outcome doctype={document.doctype} done={done} onClose={() => setDone(null)} />
      <div className={classes.columns}>
        <VersionList document={document} list={list} pair={pair} onPair={onPair} />
        <div className={classes.main}>
          <Compare document={document} list={list} pair={pair} onPair={onPair} />
          {branch === undefined ? null : (
            <BranchActions
              key={branch.name}
              document={document}
              list={list}
              branch={branch}
              onDone={setDone}
            />
          )}
        </div>
      </div>
    </div>
  )
}

function Loading() {
  const { t } = useLingui()
  return (
    <div className={classes.frame} role="status" aria-label={t`Loading the versions`}>
      <Skeleton height={26} width="45%" />
      <Skeleton height={14} width="70%" />
      <Skeleton height={220} />
    </div>
  )
}

function Failed({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useLingui()
  if (error instanceof ProblemError && error.code === 'not_found') {
    return (
      <NoticePanel
        level={1}
        icon={<IconFileOff size={24} stroke={1.6} />}
        title={t`There is no such document`}
      >
        <Trans>It does not exist, or you may not see it.</Trans>
      </NoticePanel>
    )
  }
  return (
    <NoticePanel
      level={1}
      icon={<IconCloudOff size={24} stroke={1.6} />}
      title={t`The versions could not be loaded`}
      actions={
        <Button onClick={onRetry}>
          <Trans>Try again</Trans>
        </Button>
      }
    >
      {error.message}
    </NoticePanel>
  )
}
