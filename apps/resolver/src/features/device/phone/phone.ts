import type { AttachedTo, ClientStatus, InboxItem, QueueEntry, SyncClient } from '@dartwing/client'
import type { ItemResult } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import type { Signal } from './signal.ts'

const ANSWERS_MAX = 50

/** A device on the page: its client, its signal, and what the server has answered it since the page was opened. */
export interface Phone {
  readonly id: string
  readonly client: SyncClient
  view(): Promise<PhoneView>
  /** Without a signal the socket is closed and nothing is sent or fetched; with one it catches up by itself. */
  setSignal(on: boolean): void
  /** Signs in if nobody is, and catches up. */
  enter(email: string, password: string): Promise<void>
  /** Pushes and pulls; does nothing without a signal. */
  sync(): Promise<void>
  /** Durable when it resolves; sent at once where there is a signal. */
  save(doctype: string, name: string | null, data: Doc): Promise<string>
  /** Durable when it resolves; the files follow their record by themselves. */
  attach(to: AttachedTo, files: readonly File[]): Promise<void>
  subscribe(listener: (part: Part) => void): () => void
}

/** What has changed: a file went a step further, or anything. */
export type Part = 'files' | 'all'

export interface PhoneView {
  readonly online: boolean
  readonly status: ClientStatus
  readonly pending: readonly QueueEntry[]
  readonly inbox: readonly InboxItem[]
  /** The newest first. */
  readonly answers: readonly ItemResult[]
}

export function createPhone(id: string, client: SyncClient, signal: Signal): Phone {
  const listeners = new Set<(part: Part) => void>()
  let answers: readonly ItemResult[] = []
  const tell = (part: Part = 'all'): void => {
    for (const listener of listeners) listener(part)
  }
  client.subscribe((event) => {
    if (event.type === 'synced') answers = withNew(answers, event.result.results)
    tell(event.type === 'attachment' ? 'files' : 'all')
  })
  if (signal.isOn()) void connect(client)
  return {
    id,
    client,
    view: async () => ({
      online: signal.isOn(),
      status: await client.status(),
      pending: await client.pending(),
      inbox: await client.inbox(),
      answers,
    }),
    setSignal: (on) => {
      signal.set(on)
      if (on) void connect(client)
      else client.disconnect()
      tell()
    },
    enter: async (email, password) => {
      if (!(await client.status()).signed_in) await client.login(email, password)
      if (signal.isOn()) await connect(client)
      tell()
    },
    sync: async () => {
      if (signal.isOn()) await client.sync()
    },
    save: async (doctype, name, data) => {
      const queued = await client.queueChange(doctype, name, data)
      if (signal.isOn()) void client.sync()
      return queued.name
    },
    attach: async (to, files) => {
      for (const file of files) {
        const { name: file_name, type: mime } = file
        await client.attachments.queueAttachment(to, { file_name, mime, bytes: file })
      }
      if (signal.isOn()) void client.sync()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

/** Only a phone that somebody has signed in on has anything to say to the server. */
async function connect(client: SyncClient): Promise<void> {
  if (!(await client.status()).signed_in) return
  await client.connect()
  await client.sync()
}

function withNew(known: readonly ItemResult[], news: readonly ItemResult[]): readonly ItemResult[] {
  const before = known.filter((answer) => news.every((item) => item.mutation_id !== answer.mutation_id))
  return [...news.toReversed(), ...before].slice(0, ANSWERS_MAX)
}
