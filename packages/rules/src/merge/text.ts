/** two texts become one that keeps every line nobody deleted. Never a conflict marker. */
import { diff3Merge } from 'node-diff3'

/** Past this many lines a line merge could cost seconds; the texts are then kept one after the other. */
const LINES_MAX = 2000

/** The merge of two texts; `base` is `undefined` where it is not known. */
export function mergeText(base: string | undefined, server: string, client: string): string {
  if (server === client) return server
  const lines = base === undefined ? undefined : [base, server, client].map(toLines)
  if (!lines || lines.some((list) => list.length > LINES_MAX)) return keepBoth(server, client)
  const [baseLines = [], serverLines = [], clientLines = []] = lines
  const regions = diff3Merge(serverLines, baseLines, clientLines, { excludeFalseConflicts: true })
  return regions
    .flatMap(({ ok, conflict }) => ok ?? bothBlocks(conflict?.a ?? [], conflict?.b ?? []))
    .join('\n')
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
