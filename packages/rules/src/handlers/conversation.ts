import type { Doc, Json } from '../shapes.ts'
import { toInstant } from '../values/instants.ts'
import { isList, isObject, own } from '../values/json.ts'
import type { ConflictHandler } from './handler.ts'

const PREVIEW_CHARACTERS_MAX = 140

/** Messages merge by the child-table rule; what a list of conversations shows is computed here. */
export const ConversationMergeHandler: ConflictHandler = {
  derive(doc: Doc): ReadonlyMap<string, Json> {
    const messages = own(doc, 'messages')
    if (!isList(messages)) return new Map()
    const derived = new Map<string, Json>([['message_count', messages.length]])
    const last = lastDated(messages)
    if (last) {
      derived.set('last_message_at', last.at)
      derived.set('last_message_preview', preview(own(last.message, 'text') ?? own(last.message, 'content')))
    }
    return derived
  },
}

/** The last message that says when it was written. */
function lastDated(messages: readonly Json[]): { readonly message: Doc; readonly at: Json } | undefined {
  for (const message of messages.toReversed()) {
    if (!isObject(message)) continue
    const at = own(message, 'timestamp')
    if (at !== undefined && toInstant(at) !== undefined) return { message, at }
  }
  return undefined
}

/** Cut between characters, never inside one. */
function preview(content: Json | undefined): Json {
  if (typeof content !== 'string') return null
  return Array.from(content.slice(0, PREVIEW_CHARACTERS_MAX * 2))
    .slice(0, PREVIEW_CHARACTERS_MAX)
    .join('')
}
