import {
  ENDPOINTS,
  type FeedbackReceipt,
  type FeedbackRequest,
  feedbackReceipt,
  feedbackState,
} from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../lib/http/request.ts'

/** Asked for once per decision, and never while nothing was decided. */
export function feedbackOptions(org: string, conflictId: string) {
  return queryOptions({
    queryKey: ['feedback', org, conflictId],
    queryFn: ({ signal }) => request(feedbackState, ENDPOINTS.feedback, { query: { org }, signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

export function sendFeedback(org: string, body: FeedbackRequest): Promise<FeedbackReceipt> {
  return request(feedbackReceipt, ENDPOINTS.feedback, { method: 'POST', query: { org }, body })
}
