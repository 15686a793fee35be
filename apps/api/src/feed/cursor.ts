import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'

const seq = z.string().regex(/^\d{1,19}$/)

/** Where a reader is, and under which circumstances it got there. */
const position = z.object({
  org: z.string(),
  account: z.string(),
  epoch: z.string(),
  /** The DocTypes it reads, as a digest; `*` = all it may. */
  doctypes: z.string(),
  /** The reader's role revision: what it may see changes with it. */
  revision: z.int(),
  seq,
  /** While a read from the beginning goes on: where the feed ended when it began. */
  began: seq.optional(),
})
export type Position = z.infer<typeof position>

/** Cursors are opaque to clients and signed, so that one can neither be made up nor carried elsewhere. */
export class CursorCodec {
  readonly #keys: readonly [Buffer, ...Buffer[]]

  /** The first secret signs; what any of them has signed is good. */
  constructor([secret, ...earlier]: readonly [string, ...string[]]) {
    this.#keys = [keyOf(secret), ...earlier.map(keyOf)]
  }

  encode(at: Position): string {
    const body = Buffer.from(JSON.stringify(at)).toString('base64url')
    return `${body}.${sign(body, this.#keys[0])}`
  }

  /** Null = this is not a cursor of this server. */
  decode(cursor: string): Position | null {
    const [body, signature] = cursor.split('.')
    if (body === undefined || signature === undefined) return null
    if (!this.#keys.some((key) => isEqual(sign(body, key), signature))) return null
    try {
      return position.parse(JSON.parse(Buffer.from(body, 'base64url').toString()))
    } catch {
      return null
    }
  }
}

const keyOf = (secret: string) => createHmac('sha256', secret).update('feed-cursor').digest()

const sign = (body: string, key: Buffer) => createHmac('sha256', key).update(body).digest('base64url')

function isEqual(expected: string, given: string): boolean {
  const [one, other] = [Buffer.from(expected), Buffer.from(given)]
  return one.length === other.length && timingSafeEqual(one, other)
}
