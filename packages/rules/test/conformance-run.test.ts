/** `npm run conformance -- FILE`, as a person or another program's build runs it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'

const RUN = fileURLToPath(new URL('../conformance/run.ts', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'conformance-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const GOOD = { name: 'good', doctype: 'Ticket', client: { subject: 'a' }, expect: { outcome: 'merged' } }

function run(...files: readonly string[]) {
  const env = { ...process.env, INIT_CWD: folder }
  const { status, stdout, stderr } = spawnSync(process.execPath, [RUN, ...files], { env, encoding: 'utf8' })
  return { status, stdout: stdout.trim(), stderr: stderr.trim() }
}

/** Whether they hold is `conformance.test.ts`; here it counts that all of them are taken. */
function ownCases(): number {
  const own = fileURLToPath(new URL('../conformance/', import.meta.url))
  const files = readdirSync(own).filter((file) => file.endsWith('.json'))
  return files.reduce((sum, file) => sum + JSON.parse(readFileSync(join(own, file), 'utf8')).length, 0)
}

function write(file: string, content: unknown): string {
  writeFileSync(join(folder, file), typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

describe('a run of cases', () => {
  it('counts those that pass', () => {
    const file = write('good.json', [GOOD])
    expect(run(file)).toEqual({ status: 0, stdout: '1 passed, 0 failed', stderr: '' })
  })

  it('takes the own ones where no file is named', () => {
    const [, passed, failed] = /^(\d+) passed, (\d+) failed$/.exec(run().stdout) ?? []
    expect(Number(passed) + Number(failed)).toBe(ownCases())
  })

  it('says in a line what does not hold, and fails', () => {
    const bad = { ...GOOD, name: 'bad', expect: { outcome: 'held', pending_min: 1 } }
    const { status, stdout, stderr } = run(write('bad.json', [GOOD, bad]), write('good.json', [GOOD]))
    expect([status, stdout]).toEqual([1, '2 passed, 1 failed'])
    expect(stderr.split('\n')).toHaveLength(1)
    expect(stderr).toContain('bad.json: bad: outcome: expected "held", found "merged"; pending_min')
  })

  it.each([
    ['an unknown expectation', [{ ...GOOD, expect: { colour: 'red' } }], 'does not know colour'],
    ['no list', GOOD, 'holds no list of cases'],
    ['no case', [{ name: 'x' }], 'case 1 has no name, DocType, client and expectation'],
    ['no JSON', 'x', 'is not valid JSON'],
  ])('fails for %s', (what, content, message) => {
    const { status, stderr } = run(write(`${what}.json`, content))
    expect(status).toBe(1)
    expect(stderr).toContain(message)
  })

  it('fails for a file that is not there', () => {
    expect(run('nothing.json').status).toBe(1)
  })
})
