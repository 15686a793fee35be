import { ClientError } from '../client-error.ts'
import type { SyncClient } from '../contract.ts'
import type { Events } from '../events.ts'
import type { Asking } from './asking.ts'

export interface PageContext {
  readonly asking: Asking
  readonly events: Events
  /** Whether this tab wants the socket; whoever leads next is told. */
  readonly setLive: (isWanted: boolean) => void
  readonly stopWorker: () => Promise<void>
}

/** A tab's client: every call goes to the tab that leads. A write carries its id, so that it may be asked twice. */
export function pageClient({ asking, events, setLive, stopWorker }: PageContext): SyncClient {
  const { ask } = asking
  return {
    login: (...args) => ask('login', () => args),
    loginElsewhere: (...args) => ask('loginElsewhere', () => args),
    logout: () => ask('logout', () => []),
    queueChange: (doctype, name, data, options) =>
      ask('queueChange', (call_id) => [doctype, name, data, { call_id, ...options }]),
    queueDelete: (doctype, name, options) =>
      ask('queueDelete', (call_id) => [doctype, name, { call_id, ...options }]),
    queueUndelete: (doctype, name, options) =>
      ask('queueUndelete', (call_id) => [doctype, name, { call_id, ...options }]),
    sync: () => ask('sync', () => []),
    processSyncResponse: (...args) => ask('processSyncResponse', () => args),
    handleConflict: (...args) => ask('handleConflict', () => args),
    get: (...args) => ask('get', () => args),
    list: (...args) => ask('list', () => args),
    pending: () => ask('pending', () => []),
    decisions: (...args) => ask('decisions', () => args),
    inbox: () => ask('inbox', () => []),
    status: () => ask('status', () => []),
    discard: (mutationId, options) => ask('discard', (call_id) => [mutationId, { call_id, ...options }]),
    retryRejected: (mutationId, data, options) =>
      ask('retryRejected', (call_id) => [mutationId, data, { call_id, ...options }]),
    attachments: {
      queueAttachment: (to, file, options) =>
        ask('attachments.queueAttachment', (call_id) => [to, file, { call_id, ...options }]),
      list: () => ask('attachments.list', () => []),
      read: (...args) => ask('attachments.read', () => args),
      request: (...args) => ask('attachments.request', () => args),
      retry: (...args) => ask('attachments.retry', () => args),
      discard: (...args) => ask('attachments.discard', () => args),
      transfer: (...args) => ask('attachments.transfer', () => args),
    },
    subscribe: (listener) => events.subscribe(listener),
    connect: () => {
      setLive(true)
      return ask('connect', () => [])
    },
    disconnect: () => {
      setLive(false)
      ask('disconnect', () => []).catch(() => undefined)
    },
    close: async () => {
      setLive(false)
      await stopWorker()
      asking.end(new ClientError('closed', 'This client was closed'))
    },
  }
}
