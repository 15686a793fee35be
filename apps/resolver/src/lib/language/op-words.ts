import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'

const WORDS: Readonly<Record<string, MessageDescriptor>> = {
  insert: msg`Made`,
  update: msg`Changed`,
  delete: msg`Deleted`,
  undelete: msg`Brought back`,
  resolve: msg`Decided by a person`,
  timeout: msg`Decided by the deadline`,
  undo: msg`Decision undone`,
}

const CHANGED = msg`Changed`

/** What a change did, or what made a version; a word this page does not know is a change all the same. */
export const opWords = (op: string): MessageDescriptor => WORDS[op] ?? CHANGED
