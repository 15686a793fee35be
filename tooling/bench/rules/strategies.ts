/** The seven strategies, each under the rule of a ticket that names it. */
import {
  candidateRule,
  type DocTypeRule,
  docTypeRule,
  type PlanEntry,
  type Resolution,
  registerStrategies,
  resolveByRule,
  STRATEGIES,
  type Strategy,
} from '@dartwing/rules'
import { type Contender, overCases } from './contenders.ts'
import { type Case, DOCTYPE } from './documents.ts'

const NOTES = ['resolution_notes', 'internal_notes']
const FLOW = ['status', 'assigned_to', 'priority', 'sla_status']

/** What the ticket's rule would say under each strategy; under `field_level` it is the ticket's own. */
const LISTS: Readonly<Record<Exclude<Strategy, 'field_level'>, Partial<PlanEntry>>> = {
  server_wins: { exception_fields: NOTES },
  client_wins: { server_wins_fields: FLOW },
  manual_resolve: { manual_resolve_fields: FLOW, auto_merge_fields: NOTES },
  append_only: {},
  version_all: { conflict_creates_branch: true },
  last_write_wins: {},
}

export function strategyContenders(cases: readonly Case[]): readonly Contender[] {
  return STRATEGIES.map((strategy) => contender(strategy, cases))
}

function contender(strategy: Strategy, cases: readonly Case[]): Contender {
  const rule = ticketUnder(strategy)
  const resolve = ({ name, base, server, client }: Case): Resolution =>
    resolveByRule(
      rule,
      { base, server, client },
      {
        name,
        now: '2026-03-20T08:00:00.000Z',
        mutation_id: '5b0e4a2e-2f1c-4c8b-9a56-7f1f6a0c9d10',
        client_effective_at: '2026-03-20T07:58:00.000Z',
        server_modified_at: '2026-03-20T07:40:00.000Z',
      },
    )
  return { name: strategy, merge: overCases(cases, resolve), answers: () => answersOf(cases.map(resolve)) }
}

function ticketUnder(strategy: Strategy): DocTypeRule {
  const own = docTypeRule(DOCTYPE)
  if (!own) throw new Error(`${DOCTYPE} is not registered.`)
  if (strategy === 'field_level') return own
  const { rule } = candidateRule(DOCTYPE, { strategy, reason: own.reason, ...LISTS[strategy] })
  const candidate = strategy === 'append_only' ? withAppendedRows(rule) : rule
  registerStrategies([candidate])
  return candidate
}

/** Without a table the strategy refuses every change, which is no merge to measure. */
function withAppendedRows(rule: DocTypeRule): DocTypeRule {
  return {
    ...rule,
    child_tables: [
      {
        child_field: 'escalations',
        merge_strategy: 'union',
        dedup_key: 'row_id',
        order_by: 'escalated_at',
        append_only: true,
      },
    ],
  }
}

function answersOf(resolutions: readonly Resolution[]): string {
  const counts = new Map<string, number>()
  for (const { outcome } of resolutions) counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
  const overruled = resolutions.filter(({ conflicts }) => conflicts.length > 0).length
  const outcomes = [...counts].map(([outcome, count]) => `${count} ${outcome}`)
  return [...outcomes, `${overruled} with conflicts`].join(', ')
}
