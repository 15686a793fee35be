import { randomFillSync } from 'node:crypto'
import { crc32, deflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from('89504e470d0a1a0a', 'hex')
const RGB = 2
const NOT_SMALLER = 0

/** A real picture (PNG) of so many pixels a side. It is noise, which does not get smaller: three bytes a pixel. */
export function noisePicture(side: number): Buffer {
  const lines = Buffer.alloc(side * (1 + side * 3))
  randomFillSync(lines)
  // The first byte of a line is its filter: none.
  for (let line = 0; line < side; line += 1) lines[line * (1 + side * 3)] = 0
  const head = Buffer.alloc(13)
  head.writeUInt32BE(side, 0)
  head.writeUInt32BE(side, 4)
  head.set([8, RGB], 8)
  const pixels = deflateSync(lines, { level: NOT_SMALLER })
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const frame = Buffer.alloc(8)
  frame.writeUInt32BE(data.byteLength, 0)
  frame.writeUInt32BE(crc32(body), 4)
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
}
