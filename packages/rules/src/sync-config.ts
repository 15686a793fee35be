/** The plan's parameters, value by value. */

export const SYNC_CONFIG = {
  tombstone_ttl_days: 30,
  max_offline_duration_hours: 168,
  force_reauth_after_hours: 336,
  attachment_sync_priority: 'metadata_first',
  batch_upsert_size: 100,
  conflict_notification_channel: 'push',
  manual_resolve_timeout_hours: 24,
  auto_resolve_fallback: 'server_wins',
} as const

export const ATTACHMENT_SYNC_CONFIG = {
  strategy: 'metadata_first',
  auto_sync_max_bytes: 5 * 1024 * 1024,
  always_sync_types: ['image/jpeg', 'image/png', 'application/pdf'],
  defer_sync_types: ['video/*', 'application/zip'],
  generate_thumbnails: true,
  thumbnail_max_dimension: 200,
  attachment_conflict: 'keep_both',
  local_cache_max_mb: 500,
  local_cache_eviction: 'lru',
} as const
