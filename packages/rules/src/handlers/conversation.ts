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
    const last = messages.findLast(
      (message) => isObject(message) && toInstant(own(message, 'timestamp')) !== undefined,
    )
    if (isObject(last)) {
      derived.set('last_message_at', own(last, 'timestamp') ?? null)
      derived.set('last_message_preview', preview(own(last, 'text') ?? own(last, 'content')))
    }
    return derived
  },
}

/** Cut between characters, never inside one. */
function preview(content: Json | undefined): Json {
  if (typeof content !== 'string') return null
  return Array.from(content.slice(0, PREVIEW_CHARACTERS_MAX * 2))
    .slice(0, PREVIEW_CHARACTERS_MAX)
    .join('')
}
