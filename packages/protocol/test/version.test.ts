import { createHash } from 'node:crypto'
import { canonicalJson, type Json } from '@dartwing/rules'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as protocol from '../src/index.ts'
import { PROTOCOL_VERSION, WIRE_FORMS } from '../src/version.ts'

/** Everything two releases must agree on: every message, address, code and limit that the package exports. */
function wireForm(): Json {
  const form: Record<string, unknown> = {}
  for (const [name, exported] of Object.entries(protocol)) {
    // How a client reads what is said.
    if (name.startsWith('readable')) continue
    if (name === 'PROBLEMS')
      form[name] = Object.entries(protocol.PROBLEMS).map(([code, kind]) => [code, kind.status])
    else if (name === 'REJECTIONS') form[name] = Object.keys(protocol.REJECTIONS)
    else if (exported instanceof z.ZodType) form[name] = formOf(exported)
    else if (typeof exported !== 'function') form[name] = exported
  }
  return z.json().parse(JSON.parse(JSON.stringify(form)))
}

/** The shape alone: what a refinement checks beyond it is told by the tests of the server. */
function formOf(message: z.ZodType): unknown {
  return z.toJSONSchema(message, { io: 'input', unrepresentable: 'any', reused: 'inline' })
}

function hashOf(form: Json): string {
  return createHash('sha256').update(canonicalJson(form)).digest('hex').slice(0, 16)
}

const WHAT_TO_DO = `The messages are not what the last line of WIRE_FORMS in packages/protocol/src/version.ts says.
- Something was added that older clients and servers may ignore (an optional field, a code, an address):
  append a line with the same version, this hash, and what was added.
- A message changed in a way an older client would misread (a field taken away, renamed, or of another type):
  raise PROTOCOL_VERSION and append a line with it. The recordings in packages/protocol/compat stay as they are,
  and the server must go on serving them.`

describe('the form of the wire', () => {
  it('is the one that the last line of its history names', () => {
    const current = hashOf(wireForm())
    expect(WIRE_FORMS.at(-1), `${WHAT_TO_DO}\nThe hash is now ${current}.`).toMatchObject({
      version: PROTOCOL_VERSION,
      hash: current,
    })
  })

  it('has a history that only goes forward and says what changed', () => {
    const versions = WIRE_FORMS.map((form) => form.version)
    expect(versions).toEqual([...versions].sort((a, b) => a - b))
    expect(new Set(WIRE_FORMS.map((form) => form.hash)).size).toBe(WIRE_FORMS.length)
    for (const { change } of WIRE_FORMS) expect(change.length).toBeGreaterThan(10)
  })

  it('has another hash when a message loses a field, gains one, or changes a type', () => {
    const before = z.object({ name: z.string(), version: z.int() })
    const others = [
      z.object({ name: z.string() }),
      before.extend({ seq: z.string().optional() }),
      before.extend({ version: z.string() }),
    ]
    const hashes = [before, ...others].map((shape) => hashOf(z.json().parse(formOf(shape))))
    expect(new Set(hashes).size).toBe(4)
  })
})
