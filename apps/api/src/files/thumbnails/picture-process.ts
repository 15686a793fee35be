/** Reads a picture from its input and writes a small one to its output; ends with 1 where there can be none. */
import { buffer } from 'node:stream/consumers'
import sharp from 'sharp'

const longestSide = Number(process.argv[2])
/** As many as the cameras of phones have; a picture that unpacks to more is not begun. */
const PIXELS_MAX = 64_000_000
const SECONDS_MAX = 10

// Only what was made for pixels: no drawing that names other files, no document, no video.
sharp.block({ operation: ['VipsForeignLoad'] })
sharp.unblock({
  operation: [
    'VipsForeignLoadJpegBuffer',
    'VipsForeignLoadPngBuffer',
    'VipsForeignLoadWebpBuffer',
    'VipsForeignLoadNsgifBuffer',
    'VipsForeignLoadHeifBuffer',
  ],
})
sharp.concurrency(1)
sharp.cache(false)

try {
  const original = await buffer(process.stdin)
  // The first picture of many, upright. What is written has neither place nor camera: no metadata is kept.
  const small = await sharp(original, { limitInputPixels: PIXELS_MAX, pages: 1, sequentialRead: true })
    .timeout({ seconds: SECONDS_MAX })
    .autoOrient()
    .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 80 })
    .toBuffer()
  process.stdout.write(small)
} catch {
  process.exitCode = 1
}
