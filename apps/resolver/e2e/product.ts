import { test as base } from '@playwright/test'
import startProduct from './start-product.ts'

/** Each worker has a product and a database of its own: what one of them resolves the others still have. */
export const test = base.extend<object, { product: string }>({
  product: [
    // biome-ignore lint/correctness/noEmptyPattern: that is how a fixture says that it needs no other
    async ({}, use) => {
      const stop = await startProduct()
      await use(process.env.RESOLVER_E2E_ADDRESS ?? '')
      await stop()
    },
    { scope: 'worker', auto: true, timeout: 240_000 },
  ],
  baseURL: async ({ product }, use) => use(product),
})
