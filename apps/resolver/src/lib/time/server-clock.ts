import { useEffect, useState } from 'react'

/** The deadline is the server's; a device clock that is wrong by an hour must not frighten anyone. */
let offset = 0

export function observeServerNow(serverNow: string): void {
  const seen = Date.parse(serverNow)
  if (Number.isFinite(seen)) offset = seen - Date.now()
}

export function serverNow(): number {
  return Date.now() + offset
}

/** How far this device's clock is off, in minutes. */
export function deviceSkewMinutes(): number {
  return Math.round(-offset / 60_000)
}

/** The server's time, moving on every `every` milliseconds. */
export function useServerNow(every = 15_000): number {
  const [now, setNow] = useState(serverNow)
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), every)
    return () => clearInterval(timer)
  }, [every])
  return now
}
