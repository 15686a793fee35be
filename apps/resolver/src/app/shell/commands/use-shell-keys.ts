import { useKeys } from '../../../lib/use-keys.ts'
import { useDeskActs } from './use-desk-acts.ts'

/** Keys of the desk. While an item is open, j, k and x belong to it, and Escape goes back. */
export function useShellKeys(openId: string | null): void {
  const acts = useDeskActs(openId)
  useKeys({
    'mod+k': acts.palette,
    '?': acts.help,
    '/': acts.search,
    'g i': acts.mine,
    'g t': acts.team,
    'g a': acts.auto,
    'g h': acts.resolved,
    'g m': acts.members,
    'g y': acts.history,
    a: acts.assign,
    t: acts.extend,
  })
  useKeys(
    {
      j: acts.next,
      k: acts.previous,
      ArrowDown: acts.next,
      ArrowUp: acts.previous,
      o: acts.open,
      x: acts.select,
      'shift+x': acts.selectTo,
      'shift+r': acts.bulk,
      Escape: acts.clear,
    },
    openId === null,
  )
}
