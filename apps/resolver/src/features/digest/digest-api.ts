import { type Digest, type DigestItem, digest, ENDPOINTS } from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import { nothing, request } from '../../lib/http/request.ts'

export function digestOptions(org: string) {
  return queryOptions({
    queryKey: ['digest', org],
    queryFn: ({ signal }): Promise<Digest> => request(digest, ENDPOINTS.digest, { query: { org }, signal }),
    staleTime: 60_000,
  })
}

/** From now on the server leaves these out, on every device. */
export async function markSeen(org: string, items: readonly DigestItem[]): Promise<void> {
  await request(nothing, ENDPOINTS.digestSeen, {
    method: 'POST',
    query: { org },
    body: { items: items.map(({ conflict_id, revision }) => ({ conflict_id, revision })) },
  })
}
