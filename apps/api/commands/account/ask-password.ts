import { createInterface } from 'node:readline/promises'
import { Writable } from 'node:stream'

/** Asked for twice, and never shown. Null: there is nobody at a keyboard. */
export async function askPassword(email: string): Promise<string | null> {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return null
  const first = await askHidden(`Password for ${email}: `)
  if ((await askHidden('The same again: ')) !== first) throw new Error('Those were two different passwords.')
  return first
}

async function askHidden(question: string): Promise<string> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
  const lines = createInterface({ input: process.stdin, output: nowhere, terminal: true })
  lines.once('SIGINT', () => process.exit(130))
  process.stderr.write(question)
  const answer = await lines.question('')
  lines.close()
  process.stderr.write('\n')
  return answer
}
