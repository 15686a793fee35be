/** two texts become one that keeps every line nobody deleted. Never a conflict marker. */
import { diff3Merge } from 'node-diff3'

/** Past these a line merge could cost seconds: comparing lines that repeat costs more than their square. */
const LINES_MAX = 2000
const EQUAL_PAIRS_MAX = 50_000

/** The merge of two texts; `base` is `undefined` where it is not known. */
export function mergeText(base: string | undefined, server: string, client: string): string {
  if (server === client) return server
  if (base === undefined) return keepBoth(server, client)
  const [baseLines, serverLines, clientLines] = [toLines(base), toLines(server), toLines(client)]
  const isCheap = [serverLines, clientLines].every((lines) => isCheapToCompare(baseLines, lines))
  if (!isCheap) return keepBoth(server, client)
  const regions = diff3Merge(serverLines, baseLines, clientLines, { excludeFalseConflicts: true })
  return regions
    .flatMap(({ ok, conflict }) => [...(ok ?? []), ...(conflict ? bothBlocks(conflict.a, conflict.b) : [])])
    .join('\n')
}

function isCheapToCompare(base: readonly string[], lines: readonly string[]): boolean {
  if (base.length > LINES_MAX || lines.length > LINES_MAX) return false
  const copies = new Map<string, number>()
  for (const line of base) copies.set(line, (copies.get(line) ?? 0) + 1)
  let pairs = 0
  for (const line of lines) pairs += copies.get(line) ?? 0
  return pairs <= EQUAL_PAIRS_MAX
}

/** Both texts, the server's first; one that contains the other is both. */
function keepBoth(server: string, client: string): string {
  if (server.includes(client)) return server
  if (client.includes(server)) return client
  return `${server}\n${client}`
}

/** Where both sides rewrote the same lines: both, the server's first, each once. */
function bothBlocks(server: readonly string[], client: readonly string[]): readonly string[] {
  if (containsBlock(server, client)) return server
  if (containsBlock(client, server)) return client
  return [...server, ...client]
}

function containsBlock(lines: readonly string[], block: readonly string[]): boolean {
  const last = lines.length - block.length
  for (let start = 0; start <= last; start++) {
    if (block.every((line, index) => lines[start + index] === line)) return true
  }
  return false
}

/** An empty text has no line, or an added first line would meet a deleted empty one. */
function toLines(text: string): string[] {
  return text === '' ? [] : text.split(/\r\n|\n/)
}
