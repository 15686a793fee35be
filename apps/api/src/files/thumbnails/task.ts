import { ATTACHMENT_SYNC_CONFIG } from '@dartwing/rules'
import { z } from 'zod'
import type { Task } from '../../platform/queue/jobs.ts'

export const MAKE_THUMBNAIL: Task<{ sha256: string }> = {
  name: 'files.thumbnail',
  payload: z.object({ sha256: z.string() }),
}

/** Pictures that are nothing but pixels. */
const PICTURES: ReadonlySet<string> = new Set([
  'image/jpeg',
  'image/png',
  'image/apng',
  'image/webp',
  'image/gif',
  'image/avif',
])
const BYTES_MAX = 50 * 1024 * 1024

export const mayHaveThumbnail = ({ mime, size }: { readonly mime: string; readonly size: number }): boolean =>
  ATTACHMENT_SYNC_CONFIG.generate_thumbnails && PICTURES.has(mime) && size <= BYTES_MAX
