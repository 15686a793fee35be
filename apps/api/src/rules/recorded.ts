/** A recorded conflict as the rules met it: to decide it again is to decide the same. */
import {
  canonicalJson,
  type Doc,
  type DocTypeRule,
  holdForSlot,
  type Resolution,
  type ResolveContext,
  resolveByRule,
  type Slot,
  slotOf,
  type Versions,
} from '@dartwing/rules'
import type { ConflictRecord } from '../store/stored-document.ts'

export type Recorded = Pick<
  ConflictRecord,
  | 'conflict_id'
  | 'doctype'
  | 'name'
  | 'title'
  | 'kind'
  | 'state'
  | 'base'
  | 'server'
  | 'client'
  | 'context'
  | 'decisions'
  | 'sides'
  | 'mutation_id'
  | 'opened_at'
>

/** Without what was stored since: a conflict that is open follows its document, its decisions do not. */
export function versionsOf({ kind, base, server, client, decisions }: Recorded): Versions {
  // A new record whose time was taken has been stored all the same; when it was decided there was none.
  if (kind === 'slot_collision' && base === null) return { client }
  if (server === null || client === null) return { base, server, client }
  const met = new Map<string, Doc[string]>(Object.entries(server))
  for (const { field, server: seen } of decisions) {
    if (field.startsWith('_')) continue
    if (seen === undefined) met.delete(field)
    else met.set(field, seen)
  }
  return { base, server: Object.fromEntries(met), client }
}

/** What was not kept yet is told by the sides, as near as they know. */
export function contextOf({ context, name, mutation_id, opened_at, sides }: Recorded): ResolveContext {
  if (context !== null) return context
  return {
    name,
    now: opened_at,
    mutation_id,
    ...(sides.client.at === null ? {} : { client_effective_at: sides.client.at }),
    ...(sides.server.at === null ? {} : { server_modified_at: sides.server.at }),
  }
}

/** What this rule makes of it. A time that was taken then is taken still. */
export function decideAgain(rule: DocTypeRule, record: Recorded): Resolution {
  const versions = versionsOf(record)
  const context = contextOf(record)
  const resolution = resolveByRule(rule, versions, context)
  if (record.kind !== 'slot_collision' || resolution.outcome === 'rejected') return resolution
  const wanted = printOf(slotOf(rule.name, resolution.doc, context.time_zone))
  const had = printOf(slotOf(rule.name, versions.server ?? null, context.time_zone))
  return wanted === null || wanted === had ? resolution : holdForSlot(rule.name, versions, resolution)
}

const printOf = (slot: Slot | null) => slot && canonicalJson({ ...slot })
