export type { AttachedTo, NewFile } from './attachments/attach.ts'
export type { Attachment, AttachmentState } from './attachments/attachment-table.ts'
export type { AttachmentOptions, Attachments } from './attachments/attachments.ts'
export type {
  AttachmentDownloader,
  AttachmentUploader,
  DownloadOutcome,
  UploadOutcome,
} from './attachments/bearers.ts'
export { ClientError, type ClientErrorCode } from './client-error.ts'
export type { Announcement } from './conflicts/announce.ts'
export type { Decision } from './conflicts/decisions.ts'
export type { InboxItem } from './conflicts/inbox.ts'
export type { ClientEvent, ClientStatus, SyncClient, SyncClientOptions, SyncResult } from './contract.ts'
export { createSyncClient } from './create-client.ts'
export type { HoldMark, LocalDocument } from './local/documents.ts'
export type { Driver, SqlRow, SqlValue, Statements } from './local/driver.ts'
export type { Queued } from './local/enqueue.ts'
export { openNodeDriver } from './local/node-driver.ts'
export type { DocumentKey, EntryError, EntryState, QueueEntry } from './local/queue.ts'
export { STATES, type State } from './machine/transitions.ts'
export { type Ports, systemPorts } from './ports.ts'
export type { Stop } from './session/patience.ts'
