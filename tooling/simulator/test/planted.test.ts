import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { SCENARIOS } from '../interleave/scenarios.ts'
import { CLIENT_BUGS } from '../planted/client-bugs.ts'
import { ROOT } from '../planted/product-copy.ts'
import { SERVER_BUGS } from '../planted/server-bugs.ts'

describe('a planted mistake', () => {
  const bugs = [...CLIENT_BUGS, ...SERVER_BUGS]

  it.each(bugs)('$id has one place in the built code', ({ places }) => {
    for (const { file, find } of places) {
      expect(readFileSync(join(ROOT, file), 'utf8').split(find).length - 1, `${file}: ${find}`).toBe(1)
    }
  })

  it('has a name of its own, and a scenario that there is', () => {
    expect(new Set(bugs.map(({ id }) => id)).size).toBe(bugs.length)
    const known = SCENARIOS.map(({ id }) => id)
    for (const { scenario } of bugs) if (scenario !== undefined) expect(known).toContain(scenario)
  })
})
