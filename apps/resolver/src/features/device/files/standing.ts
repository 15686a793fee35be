import type { Attachment, LocalDocument } from '@dartwing/client'
import { planAttachmentSync } from '@dartwing/rules'
import { t } from '@lingui/core/macro'
import { ruleText } from '../../../lib/language/rule-text.ts'

/** How a file stands on this phone, and what a person can do about it. */
export interface Standing {
  readonly words: string
  readonly act: 'send' | 'fetch' | 'retry' | null
  /** While it is on its way. */
  readonly percent: number | null
  readonly isProblem: boolean
}

export interface Known {
  /** Whose phone it is. */
  readonly account: string | null
  /** The File document; null: it has not come yet. */
  readonly document: LocalDocument | null
  readonly attachment: Attachment | null
  /** Why the server refused the description. */
  readonly refusal: string | null
}

const rest = (words: string, act: Standing['act'] = null): Standing => ({
  words,
  act,
  percent: null,
  isProblem: false,
})

export function standingOf(known: Known): Standing {
  const { attachment, document, refusal } = known
  if (refusal !== null) return { ...rest(t`Not sent: ${refusal}`), isProblem: true }
  if (attachment === null) return ofSomebodyElse(document)
  const percent = attachment.size === 0 ? 0 : Math.floor((attachment.moved_bytes / attachment.size) * 100)
  switch (attachment.state) {
    case 'waiting':
      return waiting(attachment)
    case 'uploading':
      return { ...rest(t`${percent} % sent`), percent }
    case 'wanted':
      return rest(attachment.error === null ? t`Will be fetched` : t`Interrupted, goes on by itself`)
    case 'downloading':
      return { ...rest(t`${percent} % fetched`), percent }
    case 'failed':
      return failed(attachment)
    case 'done':
      return attachment.is_here ? rest(isOwn(known) ? t`Sent` : t`Fetched`) : ofSomebodyElse(document)
  }
}

export function isOnItsWay(attachment: Attachment | undefined): boolean {
  return attachment?.state === 'waiting' || attachment?.state === 'uploading'
}

function waiting(attachment: Attachment): Standing {
  if (attachment.error !== null) return rest(t`Interrupted, goes on by itself`)
  switch (planAttachmentSync(attachment)) {
    case 'on_demand':
      return rest(t`Large: waits until you send it`, 'send')
    case 'deferred':
      return rest(t`Waits until nobody looks at this page`, 'send')
    default:
      return rest(t`Waiting to be sent`)
  }
}

function failed({ error, is_here }: Attachment): Standing {
  const why = ruleText(error ?? '')
  const words = is_here ? t`Not sent: ${why}` : t`Not fetched: ${why}`
  return { words, act: 'retry', percent: null, isProblem: true }
}

function ofSomebodyElse(document: LocalDocument | null): Standing {
  switch (document?.data?.state) {
    case 'stored':
      return rest(t`Not on this phone`, 'fetch')
    case 'quarantined':
      return rest(t`Kept apart, because it may do harm`)
    default:
      return rest(t`Not sent yet by the phone that has it`)
  }
}

/** Whoever brought the bytes is the last who changed the description. */
function isOwn({ account, document }: Known): boolean {
  const by = document?.modified_by ?? null
  return by === null || by.toLowerCase() === account?.toLowerCase()
}
