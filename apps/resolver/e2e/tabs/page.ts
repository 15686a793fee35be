import type { Queued, SyncClient } from '@dartwing/client'
import { openBrowserClient } from '@dartwing/client/browser'

declare global {
  interface Window {
    device: Promise<SyncClient>
    /** What a test has begun and comes back to. */
    writes: Promise<readonly Queued[]>
    /** Tells the test, which outlives this tab. */
    saved(name: string): Promise<void>
  }
}

window.device = openBrowserClient({
  address: window.location.origin,
  org: new URLSearchParams(window.location.search).get('org') ?? 'ORG-DEMO',
  database: 'demo',
})
window.device.catch(() => undefined)
