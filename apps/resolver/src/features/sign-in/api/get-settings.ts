import { ENDPOINTS, publicSettings } from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import { ProblemError, problemOf } from '../../../lib/http/problem-error.ts'

/** Asked without a session: the only thing the server says to strangers. */
export const settingsOptions = queryOptions({
  queryKey: ['settings'],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) => {
    const response = await fetch(ENDPOINTS.settings, { signal, headers: { accept: 'application/json' } })
    if (!response.ok) throw new ProblemError(await problemOf(response))
    return publicSettings.parse(await response.json())
  },
})
