import { SYNC_CONFIG } from '@dartwing/rules'

export const BATCH_OPERATIONS_MAX = SYNC_CONFIG.batch_upsert_size
export const BATCH_BYTES_MAX = 5 * 1024 * 1024
export const ITEM_BYTES_MAX = 256 * 1024
export const FEED_LIMIT_DEFAULT = 100
export const FEED_LIMIT_MAX = 500
export const FEED_WAIT_SECONDS_MAX = 25
/** A deadline can be moved again and again, but never further ahead of now than a device may be away. */
export const EXTEND_HOURS_MAX = SYNC_CONFIG.max_offline_duration_hours
/** How much longer whoever is deciding may have, once. */
export const HOLD_MINUTES_MAX = 15
/** Decisions in one call. */
export const BULK_ITEMS_MAX = 100
/** How long it is believed that somebody looks at a conflict, after their page has said so. */
export const LEASE_SECONDS = 60
/** How often a page says so: a hidden tab may be slow. */
export const LEASE_RENEW_SECONDS = 20
/** How long whoever decided may undo it without an admin. */
export const UNDO_OWN_MINUTES = 15
