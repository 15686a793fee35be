import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { fileTypeFromBuffer } from 'file-type'

/** What tells a kind of file stands in its first bytes. */
const HEAD_BYTES = 4_100
const UNKNOWN = 'application/octet-stream'

/** What is run rather than looked at. Anything else is kept as it is, and only ever handed out as a download. */
const PROGRAMS: ReadonlySet<string> = new Set([
  'application/x-msdownload',
  'application/x-elf',
  'application/x-mach-binary',
  'application/java-vm',
  'application/wasm',
  'application/vnd.android.package-archive',
  'application/x-apple-diskimage',
  'application/vnd.ms-cab-compressed',
  'application/x-deb',
  'application/x-rpm',
  'application/x.ms.shortcut',
])

/** What a browser would run as a page of ours, were it told what it is. */
const PAGES = /html|xml|svg|javascript/

export interface Content {
  readonly sha256: string
  readonly size: number
  readonly mime: string
}

export const isProgram = ({ mime }: Pick<Content, 'mime'>): boolean => PROGRAMS.has(mime)

/** Reads everything once. Nothing is unpacked and no name is believed. */
export async function lookAt(bytes: Readable): Promise<Content> {
  const hash = createHash('sha256')
  let head = Buffer.alloc(0)
  let size = 0
  for await (const chunk of bytes) {
    hash.update(chunk)
    size += chunk.length
    if (head.length < HEAD_BYTES) head = Buffer.concat([head, chunk]).subarray(0, HEAD_BYTES)
  }
  const found = (await fileTypeFromBuffer(head))?.mime ?? UNKNOWN
  return { sha256: hash.digest('hex'), size, mime: PAGES.test(found) ? UNKNOWN : found }
}
