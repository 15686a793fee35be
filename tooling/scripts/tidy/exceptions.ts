import { readFileSync } from 'node:fs'
import { type Finding, RULES, type Rule } from './finding.ts'

export interface Exception {
  readonly rule: Rule
  readonly path: string
  /** The count it has today; it may only be lowered. */
  readonly count?: number
  readonly reason: string
}

/** Splits off what is excused, and names the excuses that have become too wide. */
export function judge(
  findings: readonly Finding[],
  exceptions: readonly Exception[],
): { broken: Finding[]; slack: string[] } {
  const excuses = (exception: Exception, finding: Finding) =>
    exception.rule === finding.rule &&
    exception.path === finding.path &&
    (finding.count ?? 0) <= (exception.count ?? 0)
  const broken = findings.filter((finding) => !exceptions.some((exception) => excuses(exception, finding)))
  const slack = exceptions.flatMap((exception) => {
    const excused = findings.filter((finding) => excuses(exception, finding))
    const name = `${exception.path} [${exception.rule}]`
    if (excused.length === 0) return [`${name} needs no exception any more: remove it`]
    const largest = Math.max(...excused.map((finding) => finding.count ?? 0))
    return largest < (exception.count ?? 0) ? [`${name} is down to ${largest}: lower its count to that`] : []
  })
  return { broken, slack }
}

export function readExceptions(file: string): Exception[] {
  const found: unknown = JSON.parse(readFileSync(file, 'utf8'))
  if (!Array.isArray(found)) throw new Error(`${file} must be a list.`)
  return found.map((entry) => {
    if (!isException(entry))
      throw new Error(`${file}: ${JSON.stringify(entry)} needs a rule, a path and a reason.`)
    return entry
  })
}

function isException(entry: unknown): entry is Exception {
  if (!entry || typeof entry !== 'object') return false
  if (!('rule' in entry && 'path' in entry && 'reason' in entry)) return false
  return String(entry.rule) in RULES && typeof entry.path === 'string' && String(entry.reason).length >= 20
}
