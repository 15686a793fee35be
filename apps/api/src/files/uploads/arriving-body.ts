import { createHash } from 'node:crypto'
import { PassThrough, Readable, Transform } from 'node:stream'
import { CHECKED_CHUNK_BYTES_MAX, CHECKSUM_ALGORITHMS } from '@dartwing/protocol'
import { ProblemException } from '../../platform/problem/problem.ts'

export interface ArrivingBody {
  readonly bytes: Readable
  /** To be asked at the end: was there more than fits? */
  tooMuch(): boolean
}

/**
 * The body of a request as far as it comes. A connection that breaks, or a request that is told to stop, ends it
 * like a shorter body, so that what has arrived is kept; what is more than `bytesMax` is let fall.
 */
export function arrivingBody(source: Readable, bytesMax: number, stopped: AbortSignal): ArrivingBody {
  const bytes = new PassThrough()
  let room = bytesMax
  let isTooMuch = false
  const limit = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      const fitting = chunk.subarray(0, room)
      room -= fitting.length
      isTooMuch ||= fitting.length < chunk.length
      done(null, fitting)
    },
  })
  const end = () => {
    source.unpipe(limit)
    limit.end()
  }
  source.once('error', end).once('close', end)
  stopped.addEventListener('abort', end, { once: true })
  source.pipe(limit).pipe(bytes)
  if (stopped.aborted) end()
  return { bytes, tooMuch: () => isTooMuch }
}

/** The whole chunk, once it is what its `Upload-Checksum` says. Nothing of another is kept. */
export async function checkedChunk(body: Readable, checksum: string): Promise<Readable> {
  const [word = '', expected = ''] = checksum.split(' ')
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === word)
  if (algorithm === undefined) {
    throw new ProblemException('malformed_request', {
      fields: [
        { path: 'Upload-Checksum', message: `must begin with one of ${CHECKSUM_ALGORITHMS.join(', ')}` },
      ],
    })
  }
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.length
    if (size > CHECKED_CHUNK_BYTES_MAX) throw new ProblemException('body_too_large')
    chunks.push(chunk)
  }
  const whole = Buffer.concat(chunks)
  if (createHash(algorithm).update(whole).digest('base64') !== expected) {
    throw new ProblemException('checksum_mismatch')
  }
  return Readable.from([whole])
}
