import { z } from 'zod'
import { instant } from '../documents.ts'

/** Files travel by tus: https://tus.io/protocols/resumable-upload */
export const TUS_VERSION = '1.0.0'
export const TUS_EXTENSIONS = [
  'creation',
  'creation-with-upload',
  'expiration',
  'termination',
  'checksum',
] as const
export const CHECKSUM_ALGORITHMS = ['sha256', 'sha1', 'md5'] as const
/** A chunk that says what it must add up to is held back until it does. */
export const CHECKED_CHUNK_BYTES_MAX = 16 * 1024 * 1024

/** What `state` of a File document says; a File without it is `pending`. */
export const FILE_STATES = ['pending', 'stored', 'quarantined'] as const
export type FileState = (typeof FILE_STATES)[number]

export const uploadCreated = z.object({
  id: z.string(),
  /** What has arrived with the first request already. */
  offset: z.int(),
  length: z.int(),
  expires_at: instant,
})
export type UploadCreated = z.infer<typeof uploadCreated>
