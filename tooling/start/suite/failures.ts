import { relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { ROOT } from '../process/paths.ts'
import { at, list, playwrightResults, vitestResults } from './results.ts'

/** Lines of one failure that are repeated at the end: what was expected, and where. */
const LINES = 12

/** Every failed test of this run, as text: its file, its name and the beginning of what it said. */
export function failures(): string[] {
  return [...vitestResults().flatMap(vitestFailures), ...playwrightFailures(playwrightResults())]
}

export function vitestFailures(results: unknown): string[] {
  return list(results, 'testResults').flatMap((file) => {
    const path = relative(ROOT, String(at(file, 'name')))
    const tests = list(file, 'assertionResults')
    // A file that could not be loaded says why itself.
    if (tests.length === 0 && at(file, 'status') === 'failed') return [failure(path, '', at(file, 'message'))]
    return tests
      .filter((test) => at(test, 'status') === 'failed')
      .map((test) => failure(path, String(at(test, 'fullName')), list(test, 'failureMessages').join('\n')))
  })
}

export function playwrightFailures(results: unknown): string[] {
  return list(results, 'suites').flatMap(failedSpecs)
}

function failedSpecs(suite: unknown): string[] {
  const own = list(suite, 'specs')
    .filter((spec) => at(spec, 'ok') === false)
    .map((spec) => failure(`e2e/${at(spec, 'file')}`, String(at(spec, 'title')), errorsOf(spec)))
  return [...own, ...list(suite, 'suites').flatMap(failedSpecs)]
}

function errorsOf(spec: unknown): string {
  return list(spec, 'tests')
    .flatMap((test) => list(test, 'results'))
    .flatMap((result) => list(result, 'errors'))
    .map((error) => String(at(error, 'message')))
    .join('\n')
}

function failure(file: string, name: string, said: unknown): string {
  const lines = stripVTControlCharacters(String(said)).split('\n').slice(0, LINES)
  return [`${file} > ${name}`, ...lines.map((line) => `    ${line}`)].join('\n')
}
