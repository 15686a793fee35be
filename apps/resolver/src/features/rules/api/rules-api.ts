import {
  addressOf,
  conflictList,
  ENDPOINTS,
  type ReplayRequest,
  recordedCase,
  replayResponse,
  ruleBook,
  type SimulateRequest,
  simulateResponse,
} from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'

/** It changes with a new release of the server only. */
export const ruleBookOptions = queryOptions({
  queryKey: ['rule-book'],
  networkMode: 'always',
  queryFn: ({ signal }) => request(ruleBook, ENDPOINTS.rules, { signal }),
  staleTime: 300_000,
})

export function recordedCaseOptions(org: string, id: string) {
  return queryOptions({
    queryKey: ['recorded-case', org, id],
    networkMode: 'always',
    queryFn: ({ signal }) => readCase(org, id, signal),
    staleTime: 0,
  })
}

export function readCase(org: string, id: string, signal?: AbortSignal) {
  return request(recordedCase, addressOf(ENDPOINTS.rulesCase, { id }), {
    query: { org },
    ...(signal === undefined ? {} : { signal }),
  })
}

const RECENT = 40

/** What waits, and what rules have settled lately: the conflicts that a rule author looks for. */
export function recentConflictsOptions(org: string) {
  return queryOptions({
    queryKey: ['recent-conflicts', org],
    networkMode: 'always',
    queryFn: async ({ signal }) => {
      const read = (view: string) =>
        request(conflictList, ENDPOINTS.conflicts, { query: { org, view, limit: RECENT }, signal })
      const [settled, open] = await Promise.all([read('auto'), read('team')])
      return { settled: settled.items, open: open.items }
    },
    staleTime: 30_000,
  })
}

export function simulate(body: SimulateRequest) {
  return request(simulateResponse, ENDPOINTS.rulesSimulate, { method: 'POST', body })
}

export function replay(org: string, body: ReplayRequest) {
  return request(replayResponse, ENDPOINTS.rulesReplay, { method: 'POST', query: { org }, body })
}
