/** `npm run restored -- [ORG...|all]`: tells every device that the database was restored from a backup. */
import { withDatabase } from './database.ts'
import { rotateEpochs } from './rotate-epochs.ts'

try {
  const asked = process.argv.slice(2)
  if (asked.length === 0) {
    throw new Error('Say which organisations were restored: npm run restored -- ORG..., or all')
  }
  const rotated = await withDatabase(process.env, (url) => rotateEpochs(url, asked))
  for (const { org, before, after } of rotated) console.log(`${org}: epoch ${before} is now ${after}`)
  console.log(
    'Every device of these organisations now reads the feed from its beginning, and offers again\n' +
      'what was acknowledged to it in the last 30 days. What the restore lost comes back that way.',
  )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 2
}
