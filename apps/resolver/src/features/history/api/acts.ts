import { type Act, type ActKind, type ActList, actList, ENDPOINTS } from '@dartwing/protocol'
import { infiniteQueryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'

export interface ActFilter {
  readonly person?: string
  readonly doctype?: string
  readonly kind?: ActKind
}

const PAGE = 50
const EXPORT_PAGE = 200
/** More than anybody reads in a spreadsheet; a filter makes it less. */
const EXPORT_MAX = 10_000

function read(org: string, filter: ActFilter, limit: number, cursor: string, signal?: AbortSignal) {
  return request(actList, ENDPOINTS.history, {
    query: { org, ...filter, cursor, limit },
    ...(signal === undefined ? {} : { signal }),
  })
}

/** Without a connection the page says so at once. */
export function actsOptions(org: string, filter: ActFilter) {
  return infiniteQueryOptions({
    queryKey: ['acts', org, filter],
    networkMode: 'always',
    queryFn: ({ pageParam, signal }) => read(org, filter, PAGE, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next_cursor,
    staleTime: 0,
  })
}

/** Everything that the filter lets through, for a file. */
export async function allActs(org: string, filter: ActFilter): Promise<readonly Act[]> {
  const found: Act[] = []
  for (let cursor: string | null = ''; cursor !== null && found.length < EXPORT_MAX; ) {
    const page: ActList = await read(org, filter, EXPORT_PAGE, cursor)
    found.push(...page.items)
    cursor = page.next_cursor
  }
  return found.slice(0, EXPORT_MAX)
}
