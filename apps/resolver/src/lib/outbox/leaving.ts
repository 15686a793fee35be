/** Signing out wipes what has not been sent: whoever shows that list may ask first. */
type Guard = (leave: () => void) => void

let guard: Guard | null = null

export function guardLeaving(ask: Guard): () => void {
  guard = ask
  return () => {
    if (guard === ask) guard = null
  }
}

export function leaveGuarded(leave: () => void): void {
  if (guard === null) leave()
  else guard(leave)
}
