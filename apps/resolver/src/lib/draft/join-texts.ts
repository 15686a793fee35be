import { diff3Merge } from 'node-diff3'

/** Both texts in one, word by word from the text before; where they disagree, the server's words and then the device's. */
export function joinTexts(before: string | null, server: string, client: string): string {
  if (server === client || client === '') return server
  if (server === '') return client
  if (before === null) return `${server}\n${client}`
  return diff3Merge(words(server), words(before), words(client))
    .flatMap(({ ok, conflict }) => ok ?? (conflict === undefined ? [] : bothOf(conflict.a, conflict.b)))
    .join('')
}

function bothOf(server: readonly string[], client: readonly string[]): readonly string[] {
  if (server.length === 0 || client.length === 0) return [...server, ...client]
  const isSpaced = /\s$/.test(server.at(-1) ?? '') || /^\s/.test(client[0] ?? '')
  return [...server, ...(isSpaced ? [] : [' ']), ...client]
}

/** Words and what stands between them, so that joining gives the same text again. */
function words(text: string): string[] {
  return text.split(/(\s+)/).filter((part) => part !== '')
}
