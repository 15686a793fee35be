import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { extname } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { ATTACHMENT_SYNC_CONFIG } from '@dartwing/rules'

const PROGRAM = fileURLToPath(new URL(`./picture-process${extname(import.meta.url)}`, import.meta.url))
const LONGEST_SIDE = ATTACHMENT_SYNC_CONFIG.thumbnail_max_dimension
const TIMEOUT_MS = 20_000
const MEMORY_MB = 128
const PICTURE_BYTES_MAX = 200_000

/**
 * A small picture of what may be a hostile one, made in a process of its own: what is too large, too slow or
 * breaks the decoder ends that process and nothing else. Null = there can be none.
 */
export async function makeThumbnail(original: Readable): Promise<Uint8Array | null> {
  const child = spawn(
    process.execPath,
    [`--max-old-space-size=${MEMORY_MB}`, PROGRAM, String(LONGEST_SIDE)],
    {
      // Nothing of ours: no secret and no address of a database.
      env: {},
      stdio: ['pipe', 'pipe', 'ignore'],
      timeout: TIMEOUT_MS,
      killSignal: 'SIGKILL',
    },
  )
  const ended = once(child, 'close')
  const chunks: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => void chunks.push(chunk))
  // It may end before it has read everything: what it says counts.
  await pipeline(original, child.stdin).catch(() => undefined)
  const [code] = await ended
  const picture = Buffer.concat(chunks)
  return code === 0 && picture.length > 0 && picture.length <= PICTURE_BYTES_MAX ? picture : null
}
