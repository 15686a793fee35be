/** Settings from the environment, or from files that it names. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readSettings } from '../src/platform/settings.ts'

const SECRET = 'a secret that is long enough to be one'
const REQUIRED = { DATABASE_URL: 'postgres://localhost/x', AUTH_SECRET: SECRET }
let folder: string
let file: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'dartwing-settings-'))
  file = join(folder, 'secret')
  await writeFile(file, `${SECRET}\n`)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

it('a secret may be in a file, as an editor ends it', () => {
  const settings = readSettings({ DATABASE_URL: 'postgres://localhost/x', AUTH_SECRET_FILE: file })
  expect(settings.AUTH_SECRET).toBe(SECRET)
})

const UNUSABLE: readonly [string, () => NodeJS.ProcessEnv, RegExp][] = [
  [
    'a secret both here and in a file',
    () => ({ AUTH_SECRET_FILE: file }),
    /AUTH_SECRET or AUTH_SECRET_FILE, not both/,
  ],
  [
    'a file that is not there',
    () => ({ METRICS_TOKEN_FILE: join(folder, 'none') }),
    /METRICS_TOKEN_FILE cannot be read/,
  ],
  ['a token that can be guessed', () => ({ METRICS_TOKEN: 'short' }), /METRICS_TOKEN: /],
  ['a delay that is none', () => ({ DRAIN_DELAY_MS: '-1' }), /DRAIN_DELAY_MS: /],
]
it.each(UNUSABLE)('%s stops the start', (_name, environment, message) => {
  expect(() => readSettings({ ...REQUIRED, ...environment() })).toThrow(message)
})
