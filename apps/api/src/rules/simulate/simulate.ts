import { type Judgement, type SimulateResponse, simulateRequest } from '@dartwing/protocol'
import {
  conformanceCase,
  type DocTypeRule,
  flippedFields,
  type Resolution,
  type ResolveContext,
  resolveByRule,
  ruleSetHash,
  timeoutByRule,
  traceOf,
  type Versions,
} from '@dartwing/rules'
import { parse } from '../../platform/problem/problem.ts'
import { checkedCandidate, ruleOf } from '../checked-candidate.ts'

interface Situation {
  readonly name: string
  readonly versions: Versions
  readonly context: ResolveContext
}

/** What the rules say about a situation, and why. Nothing is read, nothing is kept. */
export function simulate(body: unknown): SimulateResponse {
  const { doctype, base, server, client, context, now, name, candidate } = parse(simulateRequest, body)
  const situation: Situation = {
    name: name ?? `${doctype}: a simulation`,
    versions: {
      ...(base === undefined ? {} : { base }),
      ...(server === undefined ? {} : { server }),
      client,
    },
    context: { ...context, ...(now === undefined ? {} : { now }) },
  }
  const inForce = judge(ruleOf(doctype), situation)
  const other = candidate && judge(checkedCandidate(doctype, candidate), situation)
  return {
    rule_set: ruleSetHash(),
    in_force: inForce.judgement,
    candidate: other
      ? { ...other.judgement, flips: [...flippedFields(inForce.resolution, other.resolution)] }
      : null,
  }
}

interface Judged {
  readonly resolution: Resolution
  readonly judgement: Judgement
}

function judge(rule: DocTypeRule, { name, versions, context }: Situation): Judged {
  const resolution = resolveByRule(rule, versions, context)
  const { path, fields } = traceOf(rule, versions, context, resolution)
  const about = { name, doctype: rule.name }
  return {
    resolution,
    judgement: {
      resolution: writable(resolution),
      trace: { path, fields: fields.map((field) => ({ ...field, steps: [...field.steps] })) },
      timeout: timeoutOf(rule, versions, resolution),
      case: { ...conformanceCase(about, versions, context, resolution) },
    },
  }
}

function timeoutOf(rule: DocTypeRule, { base, client }: Versions, { hold, doc }: Resolution) {
  if (hold === undefined) return null
  return timeoutByRule(rule, { hold, base: base ?? null, server: doc, client }) === null
    ? 'escalate'
    : 'server_wins'
}

function writable({ decisions, conflicts, flagged, pending, notices, hold, ...rest }: Resolution) {
  return {
    ...rest,
    decisions: [...decisions],
    conflicts: [...conflicts],
    ...(flagged === undefined ? {} : { flagged: [...flagged] }),
    pending: [...pending],
    ...(hold === undefined ? {} : { hold: { ...hold, fields: [...hold.fields] } }),
    notices: [...notices],
  }
}
