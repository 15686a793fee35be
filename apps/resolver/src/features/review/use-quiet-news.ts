import type { ConflictDetail } from '@dartwing/protocol'
import { useEffect } from 'react'
import type { DraftStore } from '../../lib/draft/draft-store.ts'
import { canonical } from '../../lib/draft/prints.ts'

/**
 * A moved deadline or another person asked is no other question, and of a closed item nothing was picked when it opens
 * again: the page follows without asking.
 */
export function useQuietNews(
  pinned: ConflictDetail,
  live: ConflictDetail,
  store: DraftStore,
  onPin: (fresh: ConflictDetail) => void,
): void {
  const isReopened = pinned.state !== 'open' && live.state === 'open'
  const isQuiet = live.revision > pinned.revision && (isReopened || sameQuestion(pinned, live))
  // biome-ignore lint/correctness/useExhaustiveDependencies: once per revision
  useEffect(() => {
    if (isQuiet && store.get().attempt === null) onPin(live)
  }, [isQuiet, live.revision])
}

function sameQuestion(pinned: ConflictDetail, live: ConflictDetail): boolean {
  const asked = ({ state, fields, base, server, client, other }: ConflictDetail) =>
    canonical({ state, fields, base, server, client, other })
  return live.state === 'open' && asked(pinned) === asked(live)
}
