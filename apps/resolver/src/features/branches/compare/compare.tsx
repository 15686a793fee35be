import type { BranchList } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { IconArrowsLeftRight } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useSession } from '../../../lib/session/use-session.ts'
import { contentOptions, type DocumentKey } from '../api/branches.ts'
import classes from './compare.module.css'
import { Differences } from './differences-table.tsx'
import { type Pair, type VersionRef, versionOf } from './pair.ts'
import { VersionSelect } from './version-select.tsx'

interface CompareProps {
  readonly document: DocumentKey
  readonly list: BranchList
  readonly pair: Pair
  readonly onPair: (pair: Pair) => void
}

/** Any two versions beside each other; the address says which, so that a link shows the same to somebody else. */
export function Compare({ document, list, pair, onPair }: CompareProps) {
  const { t } = useLingui()
  const { a, b } = pair
  return (
    <section className={classes.panel} aria-label={t`Compare two versions`}>
      <div className={classes.pickers}>
        <VersionSelect
          label={t`Compare`}
          document={document}
          list={list}
          chosen={a}
          onChoose={(chosen) => onPair({ a: chosen, b })}
        />
        <Button
          variant="default"
          className={classes.swap}
          leftSection={<IconArrowsLeftRight size={16} aria-hidden />}
          onClick={() => onPair({ a: b, b: a })}
        >
          <Trans>Swap</Trans>
        </Button>
        <VersionSelect
          label={t`with`}
          document={document}
          list={list}
          chosen={b}
          onChoose={(chosen) => onPair({ a, b: chosen })}
        />
      </div>
      <Contents document={document} list={list} pair={pair} />
    </section>
  )
}

type Content = { readonly state: 'found'; readonly data: Doc | null } | { readonly state: Missing }
type Missing = 'loading' | 'gone' | 'failed'

function useContent(document: DocumentKey, list: BranchList, ref: VersionRef): Content {
  const { org } = useSession()
  const version = versionOf(list, ref)
  const key = { doctype: document.doctype, name: ref.name }
  const query = useQuery({ ...contentOptions(org.org, key, version ?? 0), enabled: version !== null })
  if (version === null) return { state: 'gone' }
  if (query.data !== undefined) return { state: 'found', data: query.data.data }
  return { state: query.error === null ? 'loading' : 'failed' }
}

function Contents({ document, list, pair }: Omit<CompareProps, 'onPair'>) {
  const { t } = useLingui()
  const a = useContent(document, list, pair.a)
  const b = useContent(document, list, pair.b)
  const states = [a.state, b.state]
  if (states.includes('gone') || states.includes('failed')) {
    return (
      <p className={classes.note} role="status">
        <Trans>One of the two versions cannot be shown. It may be too old to be kept. Choose another.</Trans>
      </p>
    )
  }
  if (a.state !== 'found' || b.state !== 'found') {
    return (
      <div role="status" aria-label={t`Loading the two versions`}>
        <Skeleton height={120} />
      </div>
    )
  }
  if (a.data === null || b.data === null) {
    return (
      <p className={classes.note} role="status">
        <Trans>One of the two versions is a deletion: there is no content to compare.</Trans>
      </p>
    )
  }
  return <Differences doctype={document.doctype} a={a.data} b={b.data} />
}
