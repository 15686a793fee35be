import { get } from 'idb-keyval'
import { afterEach, expect, it, vi } from 'vitest'

afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

it('a store that hangs is as good as none: whoever asks it goes on', async () => {
  vi.useFakeTimers()
  vi.stubGlobal('indexedDB', { open: () => ({}) })
  const { keptStore, orNothing } = await import('../src/lib/offline/kept-store.ts')
  const store = keptStore('drafts')
  if (store === null) throw new Error('There is a browser store.')
  const answer = orNothing(get('anything', store).then(() => 'an answer'))
  await vi.advanceTimersByTimeAsync(2_000)
  expect(await answer).toBeUndefined()
})
