import type { ConflictDetail, ConflictView } from '@dartwing/protocol'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import {
  clearSelection,
  itemsInHand,
  moveBy,
  readCursor,
  selectedItems,
  selectTo,
  toggle,
} from '../../../features/queue/cursor/cursor-store.ts'
import { type AskedItem, askDesk } from '../../../lib/desk/asked.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { openHelp, openPalette } from '../palette-store.ts'

/** What can be done at the desk, by key and from the palette alike. */
export function useDeskActs(openId: string | null) {
  const navigate = useNavigate()
  const client = useQueryClient()
  const { org } = useSession()
  const view = (name: ConflictView) => (): void =>
    void navigate({ to: '/inbox', search: (before) => ({ ...before, view: name }) })
  /** The open item, or else the selected rows, or else the row under the cursor. */
  const inHand = (): readonly AskedItem[] => {
    if (openId === null) return itemsInHand()
    const detail = client.getQueryData<ConflictDetail>(['conflict', org.org, openId])
    return detail?.state === 'open' ? [detail] : []
  }
  return {
    palette: openPalette,
    help: openHelp,
    search: () => document.querySelector<HTMLElement>('[data-page-search]')?.focus(),
    mine: view('mine'),
    team: view('team'),
    auto: view('auto'),
    resolved: view('resolved'),
    members: () => void navigate({ to: '/admin' }),
    history: () => void navigate({ to: '/history', search: {} }),
    next: () => step(1),
    previous: () => step(-1),
    open: () => {
      const { active } = readCursor()
      if (active !== null) void navigate({ to: '/c/$id', params: { id: active }, search: (before) => before })
    },
    select: () => toggle(),
    selectTo: () => selectTo(),
    clear: clearSelection,
    bulk: () => askDesk('bulk', selectedItems()),
    assign: () => askDesk('reassign', inHand()),
    extend: () => askDesk('extend', inHand()),
  }
}

const isFocused = (link: HTMLElement): boolean => link === document.activeElement

/** The list has the focus while its rows are walked through; in the simple list the links themselves have it. */
function step(by: 1 | -1): void {
  const links = [...document.querySelectorAll<HTMLElement>('[data-queue-list] a')]
  if (links.length > 0) {
    const here = links.findIndex(isFocused)
    const next = here < 0 ? links[0] : links[here + by]
    next?.focus()
    return
  }
  focusQueue()
  moveBy(by)
}

export function focusQueue(): void {
  document.querySelector<HTMLElement>('[data-queue-list]')?.focus({ preventScroll: true })
}
