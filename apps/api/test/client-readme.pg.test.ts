/** What the client's README shows is run, as it stands there, against the real server. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, startApi, TECH_A } from './api-kit.ts'

const run = promisify(execFile)
const README = new URL('../../../packages/client/README.md', import.meta.url)

let api: Api
let folder = ''
beforeAll(async () => {
  api = await startApi()
  folder = await mkdtemp(join(tmpdir(), 'readme-'))
})
afterAll(async () => {
  await api.close()
  await rm(folder, { recursive: true })
})

/** The examples in order, with this server's address and a file of this test's own. */
async function examples(): Promise<string[]> {
  const text = await readFile(README, 'utf8')
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) =>
    code
      .replaceAll('http://127.0.0.1:3000', api.address)
      .replaceAll('tech-a.sqlite', join(folder, 'tech-a.sqlite')),
  )
}

async function print(code: string): Promise<string> {
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: import.meta.dirname,
  })
  return stdout
}

describe("the client's README", () => {
  it('shows a start that works: a change arrives', async () => {
    const office = await api.device(ADMIN)
    const job = await office.queueChange('Dispatch Job', null, { title: 'Boiler', assigned_to: TECH_A })
    await office.sync()
    const [start = ''] = await examples()
    expect(await print(start)).toContain('complete success')
    await office.sync()
    expect((await office.get('Dispatch Job', job.name))?.data?.completion_notes).toBe('Valve replaced')
  })

  it('shows attachments that work: the description arrives, and the bytes', async () => {
    const [, attachments = ''] = await examples()
    expect(await print(attachments)).toMatch(/state: 'done'/)
    const office = await api.device(ADMIN)
    await office.sync()
    expect((await office.list('File')).map(({ data }) => data)).toMatchObject([
      { file_name: 'meter.jpg', size: 3, attached_to_field: 'photos', state: 'stored' },
    ])
  })
})
