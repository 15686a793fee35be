import type { Attachment } from './attachment-table.ts'

export interface Watch {
  /** How much is over, counted from the beginning. */
  readonly onProgress: (movedBytes: number) => void
  /** Aborted when nothing is to travel any more. */
  readonly closing: AbortSignal
}

export interface UploadWatch extends Watch {
  /** What `onBegun` was last told about this file, also before a restart; null: nothing. */
  readonly begun: string | null
  /** Remembers where the upload goes on after it was interrupted. */
  readonly onBegun: (where: string | null) => Promise<void>
}

/** Brings bytes to where they are kept. A thrown error means "not this time". */
export interface AttachmentUploader {
  upload(attachment: Attachment, bytes: Uint8Array<ArrayBuffer>, watch: UploadWatch): Promise<UploadOutcome>
}

/** Fetches bytes from where they are kept. A thrown error means "not this time". */
export interface AttachmentDownloader {
  download(attachment: Attachment, watch: Watch): Promise<DownloadOutcome>
}

/** `refused`: it will never go as it is; a person may retry or discard it. */
export type Refused = { readonly kind: 'refused'; readonly reason: string }
export type UploadOutcome = { readonly kind: 'done' } | Refused
export type DownloadOutcome = { readonly kind: 'done'; readonly bytes: Uint8Array<ArrayBuffer> } | Refused
