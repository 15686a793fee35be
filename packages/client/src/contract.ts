import type {
  ConflictEvent,
  ItemResult,
  ItemStatus,
  NotificationEvent,
  OidcRequest,
  Operation,
  Session,
} from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import type { Attachment } from './attachments/attachment-table.ts'
import type { AttachmentOptions, Attachments } from './attachments/attachments.ts'
import type { Announcement } from './conflicts/announce.ts'
import type { Decision } from './conflicts/decisions.ts'
import type { InboxItem } from './conflicts/inbox.ts'
import type { LocalDocument } from './local/documents.ts'
import type { Driver } from './local/driver.ts'
import type { Queued } from './local/enqueue.ts'
import type { DocumentKey, QueueEntry } from './local/queue.ts'
import type { State } from './machine/transitions.ts'
import type { Ports } from './ports.ts'
import type { Stop } from './session/patience.ts'

export interface SyncClientOptions {
  /** Where the server is, e.g. `https://sync.example`. */
  readonly address: string
  /** The organisation; a database belongs to one. */
  readonly org: string
  /** A driver, or the path of a SQLite file for Node's own. */
  readonly database: Driver | string
  readonly ports?: Partial<Ports>
  /** Shown to people who look at a conflict. */
  readonly app_version?: string
  /** Only for a device that already has an id; otherwise the database gets one. */
  readonly deviceId?: string
  /** How long to wait for an answer before the request counts as lost. Default 30 s. */
  readonly requestTimeoutMs?: number
  readonly attachments?: AttachmentOptions
}

/** What one `sync()` came to. Never thrown: being offline is expected. */
export interface SyncResult {
  /** `complete`, or what stopped it; the queue is kept in every case. */
  readonly ended: { readonly kind: 'complete' } | Stop
  /** The server's answer to every mutation that was answered, in order. */
  readonly results: readonly ItemResult[]
  /** How many rows of the feed changed something here. */
  readonly rows: number
  /** The gravest status among the results; `success` when there were none. */
  readonly status: ItemStatus
  /** How many results there were of each status. */
  readonly counts: Readonly<Record<ItemStatus, number>>
  /** The union of the fields flagged in the results. */
  readonly conflicts: readonly string[]
  readonly notifications: readonly Announcement[]
  /** Changes the server refused; they stay, until retried or discarded. */
  readonly rejected: readonly QueueEntry[]
  /** Changes that stay in the queue for the next `sync()`. */
  readonly retry: readonly QueueEntry[]
}

export interface ClientStatus {
  readonly device_id: string
  readonly org: string
  /** The account this database belongs to; null before the first sign-in. */
  readonly account: string | null
  readonly signed_in: boolean
  /** What the device is doing about its server, in one word. */
  readonly state: State
  /** When the server was first not reached, by this device's clock; null = it answered when last asked. */
  readonly offline_since: string | null
  /** When a push and a pull to the end last went well, by this device's clock. */
  readonly last_sync_at: string | null
  /** The server wants the person to sign in again; the queue is safe meanwhile. */
  readonly reauth: boolean
  /** Why the server does not let this organisation or account sync now (a code); the queue waits. null: it does. */
  readonly blocked: string | null
  readonly syncing: boolean
  /** Whether the socket is connected. */
  readonly live: boolean
  /** Changes not yet answered. */
  readonly waiting: number
  /** When the oldest of them was made. */
  readonly oldest_waiting_at: string | null
  readonly rejected: number
  /** Records that wait for a person's decision. */
  readonly held: number
  /** Whether a read of the feed from the beginning has ended. */
  readonly complete: boolean
  /** Whether the storage promises to keep what is written; null = it does not say. */
  readonly persisted: boolean | null
}

export type ClientEvent =
  | { readonly type: 'changed'; readonly documents: readonly DocumentKey[] }
  | { readonly type: 'announcement'; readonly announcement: Announcement }
  | { readonly type: 'synced'; readonly result: SyncResult }
  | { readonly type: 'reauth' }
  /** `status().state` is another. */
  | { readonly type: 'state'; readonly state: State }
  | { readonly type: 'live'; readonly connected: boolean }
  /** A conflict was opened or settled, as the server tells it over the socket. */
  | { readonly type: 'conflict'; readonly event: ConflictEvent }
  | { readonly type: 'notification'; readonly event: NotificationEvent }
  /** A file went a step further, up or down. */
  | { readonly type: 'attachment'; readonly attachment: Attachment }

/** For a caller who may not learn the answer and has to ask again. */
export interface Asked {
  /** The same write under the same id is done once: the second call is given the first one's answer. */
  readonly call_id?: string | undefined
}

/** One device: a local database, a durable queue, and the server when it can be reached. */
export interface SyncClient {
  /**
   * Signs in and binds the database to the account.
   * @throws ClientError `account_mismatch` while another account's changes wait here.
   */
  login(email: string, password: string): Promise<Session>
  /** The same with what an issuer gave: the app has opened its page, and been given a code. */
  loginElsewhere(request: OidcRequest): Promise<Session>
  /** Ends the session; documents and queue stay for the same account's return. */
  logout(): Promise<void>

  /**
   * Saves a change: durable when it resolves, visible to `get` and `list` from then on, sent by `sync`.
   * `name` null or not known here makes a new document; an edit of a never-sent change is folded into it, and
   * what takes a never-sent change back leaves nothing to send.
   */
  queueChange(
    doctype: string,
    name: string | null,
    data: Doc,
    options?: { readonly op?: Operation['op'] } & Asked,
  ): Promise<Queued>
  queueDelete(doctype: string, name: string, options?: Asked): Promise<Queued>
  /** Brings a deleted document back, for those who may. */
  queueUndelete(doctype: string, name: string, options?: Asked): Promise<Queued>

  /** Pushes the queue, then pulls the feed to its end. Calls run one after the other. */
  sync(): Promise<SyncResult>
  /** Applies an answer of `upsert_batch`, as `sync` does. Harmless when repeated. */
  processSyncResponse(response: unknown): Promise<readonly Announcement[]>
  /** Applies one answered conflict: the server has merged, so take its document, tell, resubmit nothing. */
  handleConflict(item: ItemResult): Promise<readonly Announcement[]>

  get(doctype: string, name: string): Promise<LocalDocument | null>
  /** Documents of a DocType that can be seen, by name. */
  list(doctype: string): Promise<readonly LocalDocument[]>
  /** Own changes that have not come to rest, in the order made; rejected ones with their reason. */
  pending(): Promise<readonly QueueEntry[]>
  /** What the server decided about the last changes this device made of a record, and why; the newest first. */
  decisions(doctype: string, name: string): Promise<readonly Decision[]>
  /** Records that wait for a person's decision, the nearest deadline first. */
  inbox(): Promise<readonly InboxItem[]>
  status(): Promise<ClientStatus>

  /** Drops a rejected or never-sent change. @throws ClientError `in_flight` when its fate is not known. */
  discard(mutationId: string, options?: Asked): Promise<void>
  /** Offers a rejected change again under a new id, corrected if `data` is given. */
  retryRejected(mutationId: string, data?: Doc, options?: Asked): Promise<Queued>

  /** The files of documents. */
  readonly attachments: Attachments

  /** Tells the listener what happens, until the returned function is called. */
  subscribe(listener: (event: ClientEvent) => void): () => void
  /**
   * From now on syncs by itself: at once, on every change queued, when the socket tells of news, and with longer
   * and longer pauses while the server cannot be had; files travel by themselves too. Resolves when the socket's
   * first attempt has ended, whichever way.
   */
  connect(): Promise<void>
  /** The socket ends, and what travels stops. */
  disconnect(): void
  /** Ends the socket and any running sync, and closes the database. */
  close(): Promise<void>
}
