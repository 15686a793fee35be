import { connect } from 'node:net'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { pipeline } from 'node:stream/promises'
import { ProblemException } from '../../platform/problem/problem.ts'

const TIMEOUT_MS = 60_000

/**
 * What a virus scanner that speaks clamd's INSTREAM finds in these bytes; null = nothing. While it does not answer,
 * nothing is taken.
 */
export async function scan(address: string, bytes: Readable): Promise<string | null> {
  const { hostname, port } = new URL(address)
  const socket = connect(Number(port), hostname)
  socket.setTimeout(TIMEOUT_MS, () => socket.destroy(new Error('The scanner takes too long')))
  // It may know what to say before it has heard everything; one that says nothing is not there.
  const answer = text(socket).catch(() => '')
  const sent = pipeline(bytes, toInstream, socket, { end: false }).catch(() => undefined)
  const said = await answer
  socket.destroy()
  bytes.destroy()
  await sent
  return verdictOf(said)
}

/** Pieces with their length before them, and one of none at the end. */
async function* toInstream(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0')
  for await (const chunk of bytes) {
    yield lengthOf(chunk)
    yield chunk
  }
  yield lengthOf(Buffer.alloc(0))
}

function lengthOf(chunk: Buffer): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(chunk.length)
  return bytes
}

function verdictOf(answer: string): string | null {
  const [said = ''] = answer.split('\0')
  if (said.endsWith(' OK')) return null
  const [, found] = /^stream: (.+) FOUND$/.exec(said) ?? []
  if (found !== undefined) return found
  if (/size limit exceeded/i.test(said)) return 'too large for the scanner'
  throw new ProblemException('unavailable', { detail: 'The virus scanner does not answer' })
}
