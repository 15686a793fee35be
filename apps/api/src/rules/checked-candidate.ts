import type { CandidateEntry } from '@dartwing/protocol'
import { candidateRule, type DocTypeRule, docTypeRule } from '@dartwing/rules'
import { ProblemException } from '../platform/problem/problem.ts'

/** The rule of a registered DocType. */
export function ruleOf(doctype: string): DocTypeRule {
  const rule = docTypeRule(doctype)
  if (rule === undefined) throw new ProblemException('unknown_doctype', { detail: doctype })
  return rule
}

/** The rule as it would be; one that contradicts itself is refused, as the registry would refuse it. */
export function checkedCandidate(doctype: string, entry: CandidateEntry): DocTypeRule {
  ruleOf(doctype)
  const { rule, problems } = candidateRule(doctype, entry)
  if (problems.length === 0) return rule
  const fields = problems.map(({ message }) => ({ path: doctype, message }))
  throw new ProblemException('invalid', { detail: `${doctype}: ${problems[0]?.message}`, fields })
}
