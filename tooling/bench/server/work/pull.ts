/** W2: devices that have nothing read everything, page by page, all at once. */
import { randomUUID } from 'node:crypto'
import type { Contender, Page } from '../contenders/contender.ts'
import { type Done, type Turn, timed } from '../measure/turn.ts'

/** Every device must get every document; one more reads them by name after the clock has stopped. */
export async function pullTurn(contender: Contender, devices: number, documents: number): Promise<Turn> {
  await contender.prepare()
  const turn = await timed(contender, () => pullAll(contender, devices, documents))
  const names = new Set<string>()
  await pull(contender, (page) => {
    for (const name of page.names()) names.add(name)
  })
  if (names.size !== documents) {
    throw new Error(`${contender.name} handed out ${names.size} different documents of ${documents}`)
  }
  return turn
}

async function pullAll(contender: Contender, devices: number, documents: number): Promise<Done> {
  const latencies: number[] = []
  let started = 0
  const lane = async () => {
    while (started++ < devices) {
      let rows = 0
      await pull(contender, (page, latency) => {
        rows += page.rows
        latencies.push(latency)
      })
      if (rows !== documents)
        throw new Error(`${contender.name} handed out ${rows} of ${documents} documents`)
    }
  }
  await Promise.all(Array.from({ length: Math.min(devices, contender.lanesMax) }, lane))
  return { docs: devices * documents, latencies }
}

/** The first pages only, over and over: enough to make a server warm. */
export async function pullBeginning(contender: Contender, times: number): Promise<void> {
  await contender.prepare()
  const device = randomUUID()
  for (let time = 0; time < times; time++) await contender.page(device, null)
}

async function pull(contender: Contender, got: (page: Page, latency: number) => void): Promise<void> {
  const device = randomUUID()
  for (let since: string | null = null, isFirst = true; isFirst || since !== null; isFirst = false) {
    const began = performance.now()
    const page: Page = await contender.page(device, since)
    got(page, performance.now() - began)
    since = page.next
  }
}
