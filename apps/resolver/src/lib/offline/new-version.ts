/** A newer build of these pages is there. Nothing changes by itself: the person says when. */
let outdated = false
const listeners = new Set<() => void>()

export const newVersion = {
  get: (): boolean => outdated,
  subscribe(listener: () => void): () => void {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
}

export function sayOutdated(): void {
  outdated = true
  for (const listener of listeners) listener()
}

/** A part of this build is no longer on the server. */
export function watchMissingParts(): void {
  window.addEventListener('vite:preloadError', sayOutdated)
}

/** The pages stay readable without a network, and hear of newer ones. Only over https, or on this machine. */
export async function keepPages(): Promise<void> {
  const { serviceWorker } = navigator
  if (!import.meta.env.PROD || serviceWorker === undefined) return
  // A browser that was told to have none answers nothing at all.
  const registration: ServiceWorkerRegistration | null | undefined = await serviceWorker
    .register('/service-worker.js')
    .catch(() => null)
  if (registration === null || registration === undefined) return
  const hadOne = serviceWorker.controller !== null
  const look = (worker: ServiceWorker | null): void => {
    if (worker?.state === 'installed' && hadOne) sayOutdated()
  }
  look(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const { installing } = registration
    installing?.addEventListener('statechange', () => look(installing))
  })
  // Another tab has gone over to the new version.
  serviceWorker.addEventListener('controllerchange', () => hadOne && sayOutdated())
}

/** A long-lived tab asks from time to time: whenever its connection is back. */
export async function lookForNewVersion(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration()
  await registration?.update().catch(() => undefined)
}

/** Lets the new version take over first: otherwise the old one would answer the reload. */
export async function reloadToNewest(): Promise<void> {
  await lookForNewVersion()
  const registration = await navigator.serviceWorker?.getRegistration()
  const next = registration?.waiting ?? registration?.installing
  if (next !== null && next !== undefined) await takesOver(next)
  window.location.reload()
}

function takesOver(worker: ServiceWorker): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (worker.state === 'installed') worker.postMessage('take-over')
      if (worker.state === 'activated' || worker.state === 'redundant') resolve()
    }
    worker.addEventListener('statechange', look)
    look()
  })
}
