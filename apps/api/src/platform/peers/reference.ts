/** What the processes say to each other. */
import { conflictEvent } from '@dartwing/protocol'
import { z } from 'zod'
import type { Committed, Reference } from '../events.ts'

const seq = z.string().regex(/^\d{1,19}$/)

const reference: z.ZodType<Reference> = z.object({
  org: z.string(),
  places: z.tuple([seq, seq]).nullable(),
  conflicts: z.array(z.tuple([z.uuid(), conflictEvent.shape.change])),
  notifications: z.array(z.uuid()),
  presence: z.array(z.uuid()).optional(),
})

const message = z.object({ from: z.uuid(), commits: z.array(reference) })
/** Without commits it is a greeting. */
type Message = z.infer<typeof message>

/** What `NOTIFY` carries is shorter than 8,000 bytes. */
const PAYLOAD_BYTES_MAX = 7_900
/** Of conflicts or notifications: what names so many fits into a message, whatever the organisation is called. */
const IDS_MAX = 50

/** Null = it is not one of ours; another version of the server may speak otherwise. */
export function readMessage(payload: string): Message | null {
  try {
    return message.parse(JSON.parse(payload))
  } catch {
    return null
  }
}

/** One for nearly every commit; what names more than fits into a message is told in several. */
export function toReferences({ org, rows, conflicts, notifications, presence = [] }: Committed): Reference[] {
  const places = placesOf(rows.map(({ row }) => BigInt(row.seq)))
  const lists = [conflicts, notifications, presence]
  const parts = Math.max(...lists.map(({ length }) => Math.ceil(length / IDS_MAX)))
  if (parts === 0) return places === null ? [] : [{ org, places, conflicts: [], notifications: [] }]
  return Array.from({ length: parts }, (_, part) => {
    const [from, to] = [part * IDS_MAX, (part + 1) * IDS_MAX]
    return {
      org,
      places: part === 0 ? places : null,
      conflicts: conflicts.slice(from, to).map(({ conflict, change }) => [conflict.id, change]),
      notifications: notifications.slice(from, to).map(({ id }) => id),
      ...(presence.length === 0
        ? {}
        : { presence: presence.slice(from, to).map(({ conflict_id }) => conflict_id) }),
    }
  })
}

/** A commit has places without a gap, because the counter is its own until it ends. */
function placesOf(seqs: readonly bigint[]): Reference['places'] {
  const [first, ...rest] = seqs
  if (first === undefined) return null
  let [least, most] = [first, first]
  for (const one of rest) {
    if (one < least) least = one
    if (one > most) most = one
  }
  return [String(least - 1n), String(most)]
}

/** As few messages as carry them all. */
export function toPayloads(from: string, references: readonly Reference[]): string[] {
  const payloads: string[] = []
  let commits: string[] = []
  let bytes = 0
  const close = () => payloads.push(`{"from":"${from}","commits":[${commits.join(',')}]}`)
  for (const text of references.map((one) => JSON.stringify(one))) {
    const more = Buffer.byteLength(text) + 1
    if (bytes + more > PAYLOAD_BYTES_MAX - 100) {
      close()
      ;[commits, bytes] = [[], 0]
    }
    commits.push(text)
    bytes += more
  }
  close()
  return payloads
}
