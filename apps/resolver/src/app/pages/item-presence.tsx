import { useQuery } from '@tanstack/react-query'
import { PresenceLine } from '../../features/people-at-work/presence/presence-line.tsx'
import { conflictOptions } from '../../features/review/api/get-conflict.ts'

interface ItemPresenceProps {
  readonly org: string
  readonly id: string
}

/** Who looks is said of an item that waits: at one that is closed nobody can be in anybody's way. */
export function ItemPresence({ org, id }: ItemPresenceProps) {
  const { data } = useQuery({ ...conflictOptions(org, id), enabled: false })
  return data?.state === 'open' ? <PresenceLine org={org} id={id} /> : null
}
