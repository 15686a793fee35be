/**
 * Name-based identifiers (RFC 9562, version 5), so that the same mutation gives the same row the same id on every
 * replay. SHA-1 stands here because the rules may not reach for a platform's crypto; nothing secret depends on it.
 */

/** The identifier of `name` within the rules' own namespace. */
export function uuid5(name: string): string {
  const bytes = sha1([...NAMESPACE, ...new TextEncoder().encode(name)]).slice(0, 16)
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/** Fixed for ever: changing it would give every replayed row a second identity. */
const NAMESPACE = [
  0x2f, 0x6b, 0x1c, 0x7e, 0x90, 0x4d, 0x5a, 0x13, 0x8c, 0x55, 0x1d, 0xa2, 0x77, 0x3e, 0xb8, 0x04,
]

function sha1(message: readonly number[]): number[] {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0]
  const padded = pad(message)
  for (let start = 0; start < padded.length; start += 64) compress(state, padded, start)
  return state.flatMap((word) => [word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255])
}

function pad(message: readonly number[]): number[] {
  const padded = [...message, 0x80]
  while (padded.length % 64 !== 56) padded.push(0)
  const bits = message.length * 8
  const high = Math.floor(bits / 2 ** 32)
  for (const word of [high, bits >>> 0]) {
    padded.push(word >>> 24, (word >>> 16) & 255, (word >>> 8) & 255, word & 255)
  }
  return padded
}

function compress(state: number[], bytes: readonly number[], start: number): void {
  const words = schedule(bytes, start)
  let [a = 0, b = 0, c = 0, d = 0, e = 0] = state
  for (let round = 0; round < 80; round++) {
    const [mixed, constant] = mix(round, b, c, d)
    const next = (rotate(a, 5) + mixed + e + constant + (words[round] ?? 0)) >>> 0
    ;[e, d, c, b, a] = [d, c, rotate(b, 30), a, next]
  }
  for (const [index, word] of [a, b, c, d, e].entries()) state[index] = ((state[index] ?? 0) + word) >>> 0
}

function schedule(bytes: readonly number[], start: number): number[] {
  const words: number[] = []
  for (let index = 0; index < 16; index++) {
    const at = start + index * 4
    const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = bytes.slice(at, at + 4)
    words.push(((b0 << 24) | (b1 << 16) | (b2 << 8) | b3) >>> 0)
  }
  for (let index = 16; index < 80; index++) {
    const [w3 = 0, w8 = 0, w14 = 0, w16 = 0] = [3, 8, 14, 16].map((back) => words[index - back])
    words.push(rotate(w3 ^ w8 ^ w14 ^ w16, 1))
  }
  return words
}

function mix(round: number, b: number, c: number, d: number): readonly [number, number] {
  if (round < 20) return [(b & c) | (~b & d), 0x5a827999]
  if (round < 40) return [b ^ c ^ d, 0x6ed9eba1]
  if (round < 60) return [(b & c) | (b & d) | (c & d), 0x8f1bbcdc]
  return [b ^ c ^ d, 0xca62c1d6]
}

function rotate(word: number, bits: number): number {
  return ((word << bits) | (word >>> (32 - bits))) >>> 0
}
