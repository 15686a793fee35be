import type { Branch, BranchList, HistoryEntry } from '@dartwing/protocol'
import { Plural, Trans, useLingui } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconCircleCheck, IconFile, IconGitBranch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useSession } from '../../lib/session/use-session.ts'
import { formatInstant } from '../../lib/time/format.ts'
import { type DocumentKey, versionsOptions } from './api/branches.ts'
import type { Pair, VersionRef } from './compare/pair.ts'
import classes from './version-list.module.css'

interface VersionListProps {
  readonly document: DocumentKey
  readonly list: BranchList
  readonly pair: Pair
  readonly onPair: (pair: Pair) => void
}

/** The line of versions, and beside it what hangs on it; each row is put against the current version. */
export function VersionList({ document, list, pair, onPair }: VersionListProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const compare = (b: VersionRef) => onPair({ a: { name: list.root.name, version: null }, b })
  return (
    <nav className={classes.list} aria-label={t`Versions`}>
      <h2 className={classes.heading}>
        <Plural value={list.items.length} one="# version kept beside it" other="# versions kept beside it" />
      </h2>
      {list.items.length === 0 ? (
        <p className={classes.empty}>
          <Trans>Nobody changed it at the same time as somebody else.</Trans>
        </p>
      ) : (
        <ul className={classes.rows}>
          {list.items.map((branch) => (
            <BranchRow
              key={branch.name}
              branch={branch}
              zone={org.time_zone}
              shown={pair.b.name === branch.name}
              onShow={() => compare({ name: branch.name, version: null })}
            />
          ))}
        </ul>
      )}
      <h2 className={classes.heading}>
        <Trans>The document itself</Trans>
      </h2>
      <OwnVersions document={document} list={list} pair={pair} onShow={compare} />
    </nav>
  )
}

interface BranchRowProps {
  readonly branch: Branch
  readonly zone: string
  readonly shown: boolean
  readonly onShow: () => void
}

function BranchRow({ branch, zone, shown, onShow }: BranchRowProps) {
  return (
    <li>
      <button type="button" className={classes.row} aria-current={shown || undefined} onClick={onShow}>
        <IconGitBranch size={17} stroke={1.8} aria-hidden className={classes.icon} />
        <span className={classes.text}>
          <b dir="auto">{branch.label ?? branch.author_name}</b>
          <span className={classes.meta}>
            {[
              branch.label === null ? null : branch.author_name,
              formatInstant(branch.made_at, zone, 'short'),
              branch.device,
            ]
              .filter((part) => part !== null)
              .join(' · ')}
          </span>
        </span>
        {branch.reviewed_at === null ? (
          <span className={classes.mark} data-open>
            <Trans>To look at</Trans>
          </span>
        ) : (
          <span className={classes.mark}>
            <IconCircleCheck size={14} aria-hidden />
            <Trans>Reviewed</Trans>
          </span>
        )}
      </button>
    </li>
  )
}

interface OwnVersionsProps extends Omit<VersionListProps, 'onPair'> {
  readonly onShow: (ref: VersionRef) => void
}

function OwnVersions({ document, list: { root }, pair, onShow }: OwnVersionsProps) {
  const { org } = useSession()
  const query = useInfiniteQuery(versionsOptions(org.org, document, root.version))
  const entries = query.data?.pages.flatMap((page) => page.items) ?? []
  if (query.error !== null && entries.length === 0) {
    return (
      <p className={classes.empty}>
        <Trans>Its earlier versions could not be loaded.</Trans>{' '}
        <Button variant="subtle" size="compact-sm" onClick={() => void query.refetch()}>
          <Trans>Try again</Trans>
        </Button>
      </p>
    )
  }
  return (
    <ol className={classes.rows} reversed>
      {entries.map((entry) => (
        <OwnRow
          key={entry.version}
          entry={entry}
          current={entry.version === root.version}
          shown={pair.b.name === root.name && pair.b.version === entry.version}
          zone={org.time_zone}
          onShow={() => onShow({ name: root.name, version: entry.version })}
        />
      ))}
      {query.hasNextPage ? (
        <li>
          <Button
            variant="subtle"
            fullWidth
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            <Trans>Show older versions</Trans>
          </Button>
        </li>
      ) : null}
    </ol>
  )
}

interface OwnRowProps {
  readonly entry: HistoryEntry
  readonly current: boolean
  readonly shown: boolean
  readonly zone: string
  readonly onShow: () => void
}

function OwnRow({ entry, current, shown, zone, onShow }: OwnRowProps) {
  const { version } = entry
  const text = (
    <>
      <IconFile size={17} stroke={1.8} aria-hidden className={classes.icon} />
      <span className={classes.text}>
        <b>{current ? <Trans>Version {version}, current</Trans> : <Trans>Version {version}</Trans>}</b>
        <span className={classes.meta}>
          {entry.author_name} · {formatInstant(entry.effective_at, zone, 'short')}
        </span>
      </span>
    </>
  )
  return (
    <li>
      {current ? (
        <div className={classes.row} data-plain>
          {text}
        </div>
      ) : (
        <button type="button" className={classes.row} aria-current={shown || undefined} onClick={onShow}>
          {text}
        </button>
      )}
    </li>
  )
}
