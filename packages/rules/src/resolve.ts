/** `resolveConflict`: base, server and client in, one answer out. Pure and total. */
import type { DocTypeRule } from './doctype-rule.ts'
import { handlerOf } from './handlers/index.ts'
import { byField, decisionOn } from './merge/decision.ts'
import { changedFacts, type Merge } from './merge/diff.ts'
import { type CompiledRule, compileRule } from './merge/facts.ts'
import { toResolution, withDerived } from './merge/resolution.ts'
import { stampRows } from './merge/rows.ts'
import { uniteRows } from './merge/union-rows.ts'
import { effectiveRule } from './registry.ts'
import type { Doc, FieldDecision, Json, Resolution, ResolveContext, Versions } from './shapes.ts'
import { SETTLE } from './strategies/index.ts'
import { resolveDelete, resolveOnTombstone } from './tombstone.ts'
import { isList, isObject, unsafeKeys, withoutUnsafeKeys } from './values/json.ts'

/** Who wins, field by field, by the registered rule of the DocType; an unknown one uses the default. */
export function resolveConflict(
  doctype: string,
  versions: Versions,
  context: ResolveContext = {},
): Resolution {
  return resolveByRule(effectiveRule(doctype), versions, context)
}

/** The same under a given rule, for a candidate that is not registered. */
export function resolveByRule(
  rule: DocTypeRule,
  versions: Versions,
  context: ResolveContext = {},
): Resolution {
  const compiled = compileRule(rule)
  const safe = {
    base: toSafe(versions.base),
    server: toSafe(versions.server),
    client: toSafe(versions.client) ?? null,
  }
  const resolution = resolveSafe(compiled, safe, context)
  const isAsGiven =
    safe.base === versions.base && safe.server === versions.server && safe.client === versions.client
  if (isAsGiven) return resolution
  return { ...resolution, decisions: [...resolution.decisions, ...refusedKeys(versions)].sort(byField) }
}

function resolveSafe(compiled: CompiledRule, versions: Versions, context: ResolveContext): Resolution {
  const { base, server, client } = versions
  if (server === null) return resolveOnTombstone(compiled, base, client, context)
  if (server === undefined) return client ? inserted(compiled, client, context) : notFound(compiled)
  if (client !== null) return merged({ compiled, base: base ?? undefined, server, client, context })
  return resolveDelete(compiled, base, server, context, merged)
}

function merged(merge: Merge): Resolution {
  const changes = changedFacts(merge)
  return toResolution(merge, SETTLE[merge.compiled.rule.strategy](merge, changes))
}

/** An insert meets nothing, so it decides nothing: the document is the client's, with what only the server writes. */
function inserted(compiled: CompiledRule, client: Doc, context: ResolveContext): Resolution {
  const { rule } = compiled
  const fields = Object.entries(client).flatMap(([field, value]): [string, Json][] => {
    if (compiled.ignored.has(field) || value === undefined) return []
    if (handlerOf(rule.handler).admits?.(field, value) === false) return []
    const table = compiled.facts.get(field)?.table
    if (!table || !isList(value)) return [[field, value]]
    const rows = stampRows(table, { client: value }, context)
    return [[field, table.append_only ? uniteRows(table, rows, []).rows : rows]]
  })
  const doc: Doc = Object.fromEntries(fields)
  const merge = { compiled, base: undefined, server: doc, client, context }
  return settled(rule, 'merged', withDerived(merge, doc, true))
}

function notFound({ rule }: CompiledRule): Resolution {
  const rejection = { code: 'not_found', message: `There is no such ${rule.name}.` }
  return { ...settled(rule, 'rejected', null), rejection }
}

function settled(rule: DocTypeRule, outcome: Resolution['outcome'], doc: Doc | null): Resolution {
  return { outcome, doc, strategy: rule.strategy, decisions: [], conflicts: [], pending: [], notices: [] }
}

/** A version without the keys that could reach a prototype; anything that is no object has no fields. */
function toSafe(version: Doc | null | undefined): Doc | null | undefined {
  if (version === null || version === undefined) return version
  return isObject(version) ? withoutUnsafeKeys(version) : {}
}

/** What was refused for its name stays on record. */
function refusedKeys(versions: Versions): readonly FieldDecision[] {
  const sides = [versions.base, versions.server, versions.client].map((side) =>
    isObject(side) ? side : undefined,
  )
  const keys = new Set(sides.flatMap((side) => (side ? unsafeKeys(side) : [])))
  const [base, server, client] = sides
  return [...keys].map((key) =>
    decisionOn(
      key,
      { winner: 'server', rule: 'unsafe_key' },
      { base: ownUnsafe(base, key), server: ownUnsafe(server, key), client: ownUnsafe(client, key) },
    ),
  )
}

function ownUnsafe(side: Doc | undefined, key: string): Json | undefined {
  return side && Object.hasOwn(side, key) ? side[key] : undefined
}
