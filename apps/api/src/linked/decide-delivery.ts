/** Deliveries of a site come twice, late and in any order: which of them still says something? Pure. */
import type { StoredDocument } from '../store/stored-document.ts'
import type { SiteState } from './site.repository.ts'

export interface Verdict {
  /** It is the last the site has said. */
  readonly isLatest: boolean
  /** It changes the document, or would if it differed from it. */
  readonly applies: boolean
}

/**
 * Older than the last is stale. Of two equally old the later received counts, but for a deletion: only what is
 * newer than it brings a document back. What was deleted here, and not by the site, stays deleted.
 */
export function decideDelivery(
  said: SiteState,
  last: SiteState | null,
  stored: Pick<StoredDocument, 'deleted'> | undefined,
): Verdict {
  const isLatest =
    last === null ||
    said.modified > last.modified ||
    (said.modified === last.modified && (said.deleted || !last.deleted))
  const isLive = stored !== undefined && !stored.deleted
  const mayLive = stored === undefined || isLive || last?.deleted === true
  return { isLatest, applies: isLatest && (said.deleted ? isLive : mayLive) }
}
