/** `npm run bench:resolver`: a queue of ten thousand and an item of 300 fields in a browser, beside bare elements in it. */
import { ensureChromium } from '@dartwing/start/ensure-chromium'
import { chromium } from '@playwright/test'
import { measureItem, measureQueue } from './resolver/pages.ts'
import { fillQueue, largestItem } from './resolver/queue-stock.sql.ts'
import { report } from './resolver/report.ts'
import { openArena, withClient } from './server/arena.ts'
import { startReal } from './server/contenders/real.ts'
import { describeMachine } from './server/report.ts'

const ITEMS = 10_000
const FIELDS = 300

console.log(describeMachine())
const signal = new AbortController().signal
const executablePath = await ensureChromium({ signal, say: console.log })
const arena = await openArena({ counting: false })
const product = await startReal(arena, 'resolver')
const browser = await chromium.launch({
  executablePath,
  args: [...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--disable-dev-shm-usage'],
})
try {
  await withClient(product.databaseUrl, (client) => fillQueue(client, ITEMS, FIELDS))
  const item = await withClient(product.databaseUrl, largestItem)
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    baseURL: product.address,
  })
  const page = await context.newPage()
  // A busy machine is slow, not wrong.
  page.setDefaultTimeout(120_000)
  console.log(`\n${report(await measureQueue(page, ITEMS))}`)
  console.log(`\n${report(await measureItem(page, item, FIELDS))}`)
} finally {
  await browser.close()
  await product.stop()
  await arena.stop()
}
process.exit()
