import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import { readAgain } from '../src/lib/live/read-again.ts'

test('what was on its way before the news is shown, and is not taken for the answer to them', async () => {
  const client = new QueryClient()
  const queryKey = ['list']
  const answers: ((value: string) => void)[] = []
  const queryFn = () => new Promise<string>((resolve) => answers.push(resolve))
  const stop = new QueryObserver(client, { queryKey, queryFn }).subscribe(() => {})
  const again = readAgain(client, queryKey)
  answers[0]?.('before the news')
  await expect.poll(() => answers.length).toBe(2)
  expect(client.getQueryData(queryKey)).toBe('before the news')
  answers[1]?.('after the news')
  await again
  expect(client.getQueryData(queryKey)).toBe('after the news')
  stop()
})
