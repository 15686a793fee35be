import { useLayoutEffect, useRef } from 'react'
import { singleKeysAreOn } from './single-keys.ts'

const OVERLAYS = '[aria-modal="true"], [role="menu"]'

export type KeyMap = Readonly<Record<string, (event: KeyboardEvent) => void>>

const SEQUENCE_MS = 900

/** The name of the modifier on this keyboard. */
export const MOD =
  typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent) ? '⌘' : 'Ctrl'

/**
 * Single keys, `mod+Enter` and two-key sequences such as `g i`. Silent while someone types, while a dialog is open
 * (unless the map belongs to it) and when the event was handled already.
 */
export function useKeys(map: KeyMap, enabled = true, place: 'page' | 'dialog' = 'page'): void {
  const latest = useRef(map)
  // Before the picture: what can be seen can be answered.
  useLayoutEffect(() => {
    latest.current = map
  })
  useLayoutEffect(() => {
    if (!enabled) return
    let first: { key: string; at: number } | null = null
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.altKey || event.isComposing) return
      if (place === 'page' && document.querySelector(OVERLAYS) !== null) return
      const name = nameOf(event)
      if (!name.startsWith('mod+') && isTyping(event.target)) return
      if (isCharacter(name) && !singleKeysAreOn()) return
      const sequence =
        first !== null && event.timeStamp - first.at < SEQUENCE_MS ? `${first.key} ${name}` : null
      first = { key: name, at: event.timeStamp }
      const action = (sequence === null ? undefined : latest.current[sequence]) ?? latest.current[name]
      if (action === undefined) return
      event.preventDefault()
      action(event)
    }
    // In the capture phase, so that an overlay that closes itself on Escape is still there to be seen.
    window.addEventListener('keydown', onKey, true)
    return () => window.removeEventListener('keydown', onKey, true)
  }, [enabled, place])
}

/** A key that prints something, alone or with Shift. */
function isCharacter(name: string): boolean {
  return /^(?:shift\+)?.$/u.test(name)
}

function nameOf(event: KeyboardEvent): string {
  const mod = event.ctrlKey || event.metaKey ? 'mod+' : ''
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code)?.[1]
  // A digit with Shift prints another character on every layout: the physical key is what people mean.
  if (digit !== undefined) return `${mod}${event.shiftKey ? 'shift+' : ''}${digit}`
  if (event.key.length === 1 && event.key !== '?' && event.shiftKey)
    return `${mod}shift+${event.key.toLowerCase()}`
  return mod + (event.key.length === 1 ? event.key.toLowerCase() : event.key)
}

const TYPED = new Set([
  'text',
  'search',
  'email',
  'password',
  'number',
  'date',
  'time',
  'datetime-local',
  'url',
  'tel',
])

function isTyping(target: EventTarget | null): boolean {
  if (target instanceof HTMLInputElement) return TYPED.has(target.type)
  return (
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLElement && target.isContentEditable)
  )
}
