import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const ROOT = fileURLToPath(new URL('../../..', import.meta.url))

/** One planted import per rule: the file, what it imports, and the rule that must name it. */
const PLANTED = [
  ['packages/rules/src/index.ts', 'node:fs', 'rules-stay-pure'],
  ['packages/protocol/src/index.ts', 'node:crypto', 'protocol-is-rules-and-zod'],
  ['packages/client/src/index.ts', '../../../apps/api/src/main.ts', 'client-knows-no-server'],
  ['apps/api/src/app.module.ts', '../../../packages/client/src/index.ts', 'api-knows-no-client'],
  ['apps/api/src/upsert/upsert.service.ts', '../feed/feed.service.ts', 'rooms-meet-in-the-store'],
  ['apps/api/src/store/store.ts', '../feed/feed.service.ts', 'store-knows-no-room'],
  ['apps/api/src/access/guard.ts', '../store/store.ts', 'access-serves-and-asks-nobody'],
  ['apps/api/src/platform/log.ts', '../store/store.ts', 'platform-stands-alone'],
  ['apps/api/src/feed/feed.service.ts', 'pg', 'sql-has-its-places'],
  [
    'apps/api/src/history/history.service.ts',
    '../../../../tooling/testkit/src/index.ts',
    'no-tooling-at-run-time',
  ],
  ['apps/resolver/src/features/queue/queue.ts', '../review/review.ts', 'features-stand-apart'],
  ['apps/resolver/src/features/review/review.ts', '../../app/router.ts', 'features-below-app'],
  ['apps/resolver/src/components/card.ts', '../features/queue/queue.ts', 'components-below-features'],
  ['apps/resolver/src/lib/api.ts', '../components/card.ts', 'lib-below-components'],
  ['apps/resolver/src/app/router.ts', '../../../../packages/client/src/index.ts', 'client-only-in-device'],
  ['apps/resolver/src/main.ts', '../../api/src/main.ts', 'resolver-knows-no-server'],
  ['apps/api/src/links/links.ts', '../../../../packages/rules/src/deep.ts', 'only-through-the-index'],
  ['apps/api/src/main.ts', './app.module.ts', undefined],
  ['apps/api/src/feed/feed.sql.ts', 'pg', undefined],
  ['apps/resolver/src/features/device/device.ts', '../../../../../packages/client/src/index.ts', undefined],
  ['packages/rules/src/deep.ts', './nowhere.ts', 'no-unknown'],
  ['tooling/testkit/src/index.ts', './index.ts', 'no-cycles'],
] as const

interface Violation {
  readonly from: string
  readonly rule: { readonly name: string }
}

describe('the boundaries', () => {
  let copy: string
  let found: readonly Violation[]

  beforeAll(async () => {
    copy = await mkdtemp(join(tmpdir(), 'dartwing-boundaries-'))
    await symlink(join(ROOT, 'node_modules'), join(copy, 'node_modules'))
    for (const [file, imported] of PLANTED) {
      await mkdir(dirname(join(copy, file)), { recursive: true })
      await writeFile(join(copy, file), `import '${imported}'\n`)
    }
    found = await cruise(copy)
  }, 60_000)

  afterAll(() => rm(copy, { recursive: true, force: true }))

  it.each(PLANTED.filter(([, , rule]) => rule !== undefined))('%s may not import %s: %s', (file, _, rule) => {
    expect(rulesBrokenBy(file)).toContain(rule)
  })

  it.each(PLANTED.filter(([, , rule]) => rule === undefined))('%s may import %s', (file) => {
    expect(rulesBrokenBy(file)).toEqual([])
  })

  function rulesBrokenBy(file: string): string[] {
    return found.filter((violation) => violation.from === file).map((violation) => violation.rule.name)
  }
})

function cruise(folder: string): Promise<readonly Violation[]> {
  const program = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs')
  const config = join(ROOT, 'tooling/boundaries/dependency-cruiser.config.cjs')
  const args = [program, '--config', config, '--output-type', 'json', 'packages', 'apps', 'tooling']
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 }, (error, stdout) => {
      // It ends with the number of violations as its code, and still prints what it found.
      if (!stdout) reject(error)
      else resolve(JSON.parse(stdout).summary.violations)
    })
  })
}
