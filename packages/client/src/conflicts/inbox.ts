import { heldDocuments } from '../local/documents.ts'
import type { Statements } from '../local/driver.ts'

/** A record that waits for a person's decision. */
export interface InboxItem {
  /** The conflict's id: its address in the resolver. */
  readonly id: string
  readonly doctype: string
  readonly name: string
  /** The fields to decide. */
  readonly fields: readonly string[]
  /** When a rule decides if nobody has; null = it waits for as long as it takes. */
  readonly due_at: string | null
}

/** The conflict inbox, the nearest deadline first. */
export async function readInbox(db: Statements): Promise<InboxItem[]> {
  const held = await heldDocuments(db)
  const items = held.flatMap(({ doctype, name, hold }) => (hold ? [{ doctype, name, ...hold }] : []))
  return items.sort((a, b) => deadline(a) - deadline(b))
}

function deadline(item: InboxItem): number {
  return item.due_at === null ? Number.POSITIVE_INFINITY : Date.parse(item.due_at)
}
