import { useNavigate } from '@tanstack/react-router'
import { type KeyMap, useKeys } from '../../lib/use-keys.ts'
import { openHelp, openPalette } from './palette-store.ts'

/** Keys of every page; j and k belong to the queue only while no item is open. */
export function useShellKeys(openId: string | null): void {
  const navigate = useNavigate()
  const view = (name: 'mine' | 'team' | 'auto' | 'resolved') => (): void =>
    void navigate({ to: '/inbox', search: (before) => ({ ...before, view: name }) })
  useKeys({
    'mod+k': openPalette,
    '?': openHelp,
    '/': focusSearch,
    'g i': view('mine'),
    'g t': view('team'),
    'g a': view('auto'),
    'g h': view('resolved'),
    'g m': () => void navigate({ to: '/admin' }),
  })
  useKeys(STEPS, openId === null)
}

const STEPS: KeyMap = Object.fromEntries([
  ['j', () => step(1)],
  ['k', () => step(-1)],
  ['ArrowDown', () => step(1)],
  ['ArrowUp', () => step(-1)],
])

function focusSearch(): void {
  document.querySelector<HTMLInputElement>('[data-page-search]')?.focus()
}

const isFocused = (row: HTMLElement): boolean => row === document.activeElement

function step(by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[data-queue-row]')]
  const here = rows.findIndex(isFocused)
  const next = here < 0 ? rows[0] : rows[here + by]
  next?.focus()
  next?.scrollIntoView({ block: 'nearest' })
}
