import { stripVTControlCharacters, styleText } from 'node:util'

const INTERVAL_MS = 5000

/** Says what is happening, and again every five seconds, so that nobody wonders; then how long it took. */
export async function step<T>(label: string, work: (say: (text: string) => void) => Promise<T>): Promise<T> {
  const began = performance.now()
  console.log(label)
  let note = ''
  const ticker = setInterval(() => console.log(indent(note || 'still at it', began)), INTERVAL_MS)
  try {
    const result = await work((text) => {
      note = text
    })
    console.log(indent(note || 'done', began))
    return result
  } finally {
    clearInterval(ticker)
  }
}

export function box(lines: readonly string[]): string {
  const width = Math.max(...lines.map((line) => stripVTControlCharacters(line).length))
  const bar = '─'.repeat(width + 4)
  const body = lines.map(
    (line) => `│  ${line}${' '.repeat(width - stripVTControlCharacters(line).length)}  │`,
  )
  return [`┌${bar}┐`, ...body, `└${bar}┘`].join('\n')
}

export function bold(text: string): string {
  return styleText('bold', text)
}

export function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}

function indent(text: string, began: number): string {
  return `      ${text} (${seconds(performance.now() - began)})`
}
