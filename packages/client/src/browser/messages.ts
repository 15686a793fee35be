import type { Attachments } from '../attachments/attachments.ts'
import { ClientError, type ClientErrorCode } from '../client-error.ts'
import type { ClientEvent, SyncClient } from '../contract.ts'
import type { BrowserClientOptions } from './options.ts'

/** What a page asks of the leader, by name. */
export type Methods = Omit<SyncClient, 'subscribe' | 'close' | 'attachments'> & {
  readonly [K in keyof Attachments as `attachments.${K}`]: Attachments[K]
}
export type Method = keyof Methods

export const OF_ATTACHMENTS: { readonly [K in keyof Attachments as `attachments.${K}`]: K } = {
  'attachments.queueAttachment': 'queueAttachment',
  'attachments.list': 'list',
  'attachments.read': 'read',
  'attachments.request': 'request',
  'attachments.retry': 'retry',
  'attachments.discard': 'discard',
  'attachments.transfer': 'transfer',
}

export function isOfAttachments(method: Method): method is keyof typeof OF_ATTACHMENTS {
  return Object.hasOwn(OF_ATTACHMENTS, method)
}

export interface Call {
  readonly kind: 'call'
  readonly id: string
  readonly method: Method
  readonly args: readonly unknown[]
  /** By this machine's clock: a call not begun by then is never begun. */
  readonly until: number
}

export interface SentError {
  readonly name: string
  readonly message: string
  readonly code: unknown
  readonly problem: string | undefined
}

/** Heard by every tab; ids say whom it concerns. */
export type LeaderMessage =
  /** A new leader: what the last one did not answer has to be asked again. */
  | { readonly kind: 'leading' }
  | { readonly kind: 'taken'; readonly id: string }
  | { readonly kind: 'answer'; readonly id: string; readonly value: unknown }
  | { readonly kind: 'failure'; readonly id: string; readonly error: SentError }
  | { readonly kind: 'event'; readonly event: ClientEvent }

export type ChannelMessage = Call | LeaderMessage

/** Between a page and its own worker. */
export type PageOrder =
  | { readonly kind: 'start'; readonly options: BrowserClientOptions }
  | { readonly kind: 'close' }
export type WorkerReport =
  | { readonly kind: 'unable'; readonly error: SentError }
  | { readonly kind: 'closed' }

/** Raised when messages change: tabs of releases that would not understand each other must not talk. */
const FORM = 2

/** Of the lock, and of the folder in the origin's file system. Never changes: the queue is there. */
export function placeOf(database: string): string {
  return `dartwing-${database}`
}

export function openChannel(database: string): BroadcastChannel {
  return new BroadcastChannel(`${placeOf(database)}-${FORM}`)
}

export function toSent(error: unknown): SentError {
  if (!(error instanceof Error))
    return { name: 'Error', message: String(error), code: undefined, problem: undefined }
  const { name, message } = error
  // SQLite's own code, where there is one, goes through as it is.
  const code = 'code' in error ? error.code : 'resultCode' in error ? error.resultCode : undefined
  return { name, message, code, problem: error instanceof ClientError ? error.problem : undefined }
}

export function fromSent({ name, message, code, problem }: SentError): Error {
  if (name === 'ClientError' && isClientCode(code)) return new ClientError(code, message, problem)
  return Object.assign(new Error(message), { name, code })
}

/** Both ends are this same release, so what is called a ClientError has one of its codes. */
function isClientCode(code: unknown): code is ClientErrorCode {
  return typeof code === 'string'
}
