import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../process/paths.ts'

/** Where every package's test run writes its results; ignored by git. */
export const VITEST_RESULTS = '.turbo/vitest.json'
export const PLAYWRIGHT_RESULTS = join(ROOT, '.turbo', 'playwright.json')

export function forgetResults(): void {
  for (const file of [...vitestFiles(), PLAYWRIGHT_RESULTS]) rmSync(file, { force: true })
}

/** What the packages' test runs wrote, one of each. */
export function vitestResults(): unknown[] {
  return vitestFiles().map(readJson)
}

/** What the browser tests wrote, or undefined when they did not run. */
export function playwrightResults(): unknown {
  return existsSync(PLAYWRIGHT_RESULTS) ? readJson(PLAYWRIGHT_RESULTS) : undefined
}

export function at(value: unknown, key: string): unknown {
  return value && typeof value === 'object' ? Reflect.get(value, key) : undefined
}

export function list(value: unknown, key: string): unknown[] {
  const found = at(value, key)
  return Array.isArray(found) ? found : []
}

function vitestFiles(): string[] {
  return ['packages', 'apps', 'tooling'].flatMap((group) =>
    readdirSync(join(ROOT, group))
      .map((name) => join(ROOT, group, name, VITEST_RESULTS))
      .filter((file) => existsSync(file)),
  )
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
