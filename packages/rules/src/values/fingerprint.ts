/** A 64-bit FNV-1a digest of a text, as 16 hex digits: an identity for rule sets, not a defence. */
export function fingerprint(text: string): string {
  let high = 0xcbf29ce4
  let low = 0x84222325
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index)
    for (const byte of [code & 255, code >>> 8]) {
      low ^= byte
      ;[high, low] = timesPrime(high, low)
    }
  }
  return toHex(high) + toHex(low)
}

/** The hash so far times 2^40 + 0x1b3, modulo 2^64, in two 32-bit halves. */
function timesPrime(high: number, low: number): readonly [number, number] {
  const product = (low >>> 0) * 0x1b3
  const carry = Math.floor(product / 2 ** 32)
  return [(Math.imul(high, 0x1b3) + carry + (low << 8)) >>> 0, product >>> 0]
}

function toHex(word: number): string {
  return (word >>> 0).toString(16).padStart(8, '0')
}
