import type { TimerRequest } from '@dartwing/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useSession } from '../../../lib/session/use-session.ts'
import { changeTimer } from '../api/overview-api.ts'

/** Whatever shows deadlines or the log is read again. */
export function useTimer(onDone: () => void) {
  const { org } = useSession()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (request: TimerRequest) => changeTimer(org.org, request),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries(),
  })
}
