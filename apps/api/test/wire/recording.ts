/**
 * Recordings of what a client and a server said to each other, one file per theme, kept in packages/protocol/compat
 * under the version of the wire. Ids and tokens stand in them as placeholders, so that they can be played again.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { json } from '@dartwing/protocol'
import { z } from 'zod'

const FOLDER = new URL('../../../../packages/protocol/compat/', import.meta.url)

const exchange = z.object({
  request: z.object({
    method: z.string(),
    path: z.string(),
    query: z.record(z.string(), z.string()).optional(),
    headers: z.record(z.string(), z.string()),
    /** Text where it was not JSON. */
    body: json.optional(),
  }),
  answer: z.object({ status: z.int(), headers: z.record(z.string(), z.string()), body: json.optional() }),
})
export type Exchange = z.infer<typeof exchange>

/** What a socket heard while the exchanges went on. */
const heard = z.object({
  auth: z.record(z.string(), z.string()),
  events: z.array(z.object({ event: z.string(), payload: json })),
})
export type Heard = z.infer<typeof heard>

const recording = z.object({ about: z.string(), exchanges: z.array(exchange), socket: heard.optional() })
export type Recording = z.infer<typeof recording>

export interface NamedRecording extends Recording {
  readonly file: string
}

/** Every recording there is, the oldest version first, in the order in which they were made. */
export function readRecordings(): NamedRecording[] {
  const versions = readdirSync(FOLDER).sort((a, b) => Number(a) - Number(b))
  return versions.flatMap((version) =>
    readdirSync(new URL(`${version}/`, FOLDER))
      .filter((file) => file.endsWith('.json'))
      .sort()
      .map((file) => {
        const text = readFileSync(new URL(`${version}/${file}`, FOLDER), 'utf8')
        return { file: `${version}/${file}`, ...recording.parse(JSON.parse(text)) }
      }),
  )
}

/** `version`: `2`, or `1.1` for what was added to 1 later. What is there already stays as it was. */
export function writeRecordings(version: string, recordings: ReadonlyMap<string, Recording>): void {
  const folder = new URL(`${version}/`, FOLDER)
  if (!/^\d+(\.\d+)?$/.test(version)) throw new Error(`${version} is no version`)
  if (existsSync(folder))
    throw new Error(`Version ${version} has its recordings, and they are never made anew`)
  mkdirSync(folder, { recursive: true })
  const names = new Placeholders()
  for (const [file, one] of recordings) {
    const text = names.replaceIn(JSON.stringify(one, null, 2))
    writeFileSync(new URL(file, folder), `${text}\n`)
  }
}

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g
const TOKEN = /"(access_token|refresh_token|next_since|next_cursor)": "([^"]{20,})"/g

/** A placeholder for an id is an id itself, so that a recording is of the form that it had. */
class Placeholders {
  readonly #ids = new Map<string, string>()
  readonly #tokens = new Map<string, string>()

  replaceIn(text: string): string {
    for (const [, key, token] of text.matchAll(TOKEN)) {
      if (token !== undefined && !this.#tokens.has(token)) {
        this.#tokens.set(token, `recorded-${key}-${this.#tokens.size + 1}`)
      }
    }
    let replaced = text
    for (const [token, placeholder] of this.#tokens) replaced = replaced.replaceAll(token, placeholder)
    return replaced.replaceAll(UUID, (id) => this.#idOf(id))
  }

  #idOf(id: string): string {
    const known =
      this.#ids.get(id) ?? `00000000-0000-4000-8000-${String(this.#ids.size + 1).padStart(12, '0')}`
    this.#ids.set(id, known)
    return known
  }
}
