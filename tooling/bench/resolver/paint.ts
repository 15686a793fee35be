/** From an act to the picture of it, measured inside the page: no time of the wire to the browser is in it. */
import type { Page } from '@playwright/test'

export interface Painted {
  readonly milliseconds: readonly number[]
  readonly elements: number
}

interface Act {
  /** Elements that are clicked one after the other. */
  readonly clicks?: string
  /** Or a key, on the element that has the focus. */
  readonly key?: string
  readonly times: number
  readonly within: string
}

export async function withSlowProcessor<T>(page: Page, rate: number, measure: () => Promise<T>): Promise<T> {
  const session = await page.context().newCDPSession(page)
  await session.send('Emulation.setCPUThrottlingRate', { rate })
  try {
    return await measure()
  } finally {
    await session.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    await session.detach()
  }
}

export async function paint(page: Page, act: Act): Promise<Painted> {
  return page.evaluate(async ({ clicks, key, times, within }) => {
    const painted = (): Promise<void> =>
      new Promise((resolve) => {
        requestAnimationFrame(() => {
          const channel = new MessageChannel()
          channel.port1.onmessage = () => resolve()
          channel.port2.postMessage(null)
        })
      })
    const targets =
      clicks === undefined ? [] : [...document.querySelectorAll<HTMLElement>(clicks)].slice(0, times)
    const milliseconds: number[] = []
    for (let turn = 0; turn < times; turn += 1) {
      await painted()
      const from = performance.now()
      if (key !== undefined)
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
        )
      else targets[turn]?.click()
      await painted()
      milliseconds.push(performance.now() - from)
    }
    return { milliseconds, elements: document.querySelectorAll(`${within} *`).length }
  }, act)
}
