/** When the bytes of an attachment travel. Its metadata always has, by then. */
import { ATTACHMENT_SYNC_CONFIG } from './sync-config.ts'

export interface AttachmentMeta {
  readonly mime?: string | null
  readonly size?: number | null
  /** A person asked for this file. */
  readonly is_requested?: boolean
}

/**
 * `always`: now. `auto`: now, after those. `deferred`: when the device is idle and on a free network.
 * `on_demand`: when a person asks.
 */
export type AttachmentSync = 'always' | 'auto' | 'deferred' | 'on_demand'

/**
 * The order settles what the plan's lists leave open: asked for, then deferred types, then the size limit, then the
 * types that always travel. Any other small file travels too; one whose size nobody knows waits.
 */
export function planAttachmentSync({ mime, size, is_requested }: AttachmentMeta): AttachmentSync {
  const { auto_sync_max_bytes, always_sync_types, defer_sync_types } = ATTACHMENT_SYNC_CONFIG
  const type = (mime ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (is_requested) return 'always'
  if (defer_sync_types.some((pattern) => isOfType(type, pattern))) return 'deferred'
  if (typeof size === 'number' && size > auto_sync_max_bytes) return 'on_demand'
  if (always_sync_types.some((pattern) => isOfType(type, pattern))) return 'always'
  return typeof size === 'number' && size >= 0 ? 'auto' : 'on_demand'
}

function isOfType(type: string, pattern: string): boolean {
  return pattern.endsWith('/*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern
}
