import { addressOf, ENDPOINTS } from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import { ProblemError } from '../../lib/http/problem-error.ts'
import { requestFile } from '../../lib/http/request.ts'

export type FilePart = 'whole' | 'thumbnail'

/** A small picture is made a moment after its file has arrived. */
const ATTEMPTS = 5
const PAUSE_MS = 1500

/** What a file holds never changes. */
export function fileOptions(org: string, file: string, part: FilePart) {
  return queryOptions({
    queryKey: ['file', org, file, part],
    queryFn: ({ signal }) => readFile(org, file, part, signal),
    staleTime: Number.POSITIVE_INFINITY,
    retry: (count, error) => count < ATTEMPTS && isSoon(error),
    retryDelay: PAUSE_MS,
    structuralSharing: false,
  })
}

export function readFile(org: string, file: string, part: FilePart, signal?: AbortSignal): Promise<Blob> {
  const address = part === 'whole' ? ENDPOINTS.file : ENDPOINTS.fileThumbnail
  const aborted = signal === undefined ? {} : { signal }
  return requestFile(addressOf(address, { id: file }), { query: { org }, ...aborted })
}

function isSoon(error: Error): boolean {
  return error instanceof ProblemError && error.code === 'thumbnail_pending'
}
