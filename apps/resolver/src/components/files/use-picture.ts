import { useQuery } from '@tanstack/react-query'
import { useSession } from '../../lib/session/use-session.ts'
import { fileNameIn } from '../value/value-text.ts'
import { fileOptions } from './file-api.ts'
import { useObjectUrl } from './use-object-url.ts'

export interface Picture {
  /** null while it is on its way, or when it cannot be had. */
  readonly src: string | null
  readonly error: Error | null
  readonly retry: () => void
}

/** A picture that stands in a field: as a data address, or as the name of a file of the server. */
export function usePicture(value: string): Picture {
  const { org } = useSession().org
  const file = fileNameIn(value)
  const { data, error, refetch } = useQuery({
    ...fileOptions(org, file ?? '', 'whole'),
    enabled: file !== null,
  })
  const url = useObjectUrl(data ?? null)
  return { src: file === null ? value : url, error, retry: () => void refetch() }
}
