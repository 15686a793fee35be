import type { QueryClient, QueryKey } from '@tanstack/react-query'

/**
 * After news of something it is read anew. A first reading that is on its way may be from before the news, and a refetch
 * would be content with it: it is shown, and then read once more.
 */
export async function readAgain(client: QueryClient, queryKey: QueryKey): Promise<void> {
  const first = client
    .getQueryCache()
    .findAll({ queryKey, predicate: ({ state }) => state.data === undefined })
  await Promise.allSettled(first.map(({ promise }) => promise))
  await client.invalidateQueries({ queryKey })
}
