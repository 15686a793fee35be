import type { Draft } from './draft.ts'

/** One person, two tabs: what is picked in one is picked in the other, and the last pick counts. */
const tabs = typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('dartwing-drafts')

interface Message {
  readonly key: string
  readonly draft: Draft
}

export function tellDraft(key: string, draft: Draft): void {
  const message: Message = { key, draft }
  tabs?.postMessage(message)
}

/** Only pages of this origin, and of this account, can speak here: the message is as it was sent. */
export function onDraftElsewhere(key: string, listener: (draft: Draft) => void): () => void {
  const hear = ({ data }: MessageEvent<Message>): void => {
    if (data.key === key) listener(data.draft)
  }
  tabs?.addEventListener('message', hear)
  return () => tabs?.removeEventListener('message', hear)
}
