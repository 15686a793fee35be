import type { ItemResult } from '@dartwing/protocol'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { UnknownOutcomeError } from '../../../lib/http/problem-error.ts'
import { type Operation, write } from '../../../lib/http/write.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import type { DocumentKey } from '../api/branches.ts'

/** Writes, and reads the list again, by whatever name it was asked for. Without an answer the same operation is sent again, so that it happens once. */
export function useWrite(root: DocumentKey) {
  const { org, user } = useSession()
  const client = useQueryClient()
  return useMutation({
    mutationFn: (operation: Operation): Promise<ItemResult> => write(org.org, user.email, operation),
    retry: (count, error) => error instanceof UnknownOutcomeError && count < 2,
    onSuccess: () => client.invalidateQueries({ queryKey: ['branches', org.org, root.doctype] }),
  })
}
