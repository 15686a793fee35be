import type { Operation } from '@dartwing/protocol'
import {
  type Doc,
  docTypeRule,
  effectiveBase,
  type ResolveContext,
  SYNC_CONFIG,
  sameValue,
  type Versions,
} from '@dartwing/rules'
import type { Member } from '../../access/rights.ts'
import type { OwnMutation } from '../../store/ledger.sql.ts'
import { docOf, keyOf, type StoredDocument } from '../../store/stored-document.ts'
import { type BaseVersion, versionKeyOf } from '../../store/versions.sql.ts'

const HOUR_MS = 3_600_000

/** What one batch knows beside the documents: their older versions, and what its device did before. */
export class BatchMemory {
  readonly #versions: Map<string, BaseVersion>
  readonly #own = new Map<string, OwnMutation[]>()

  constructor(versions: Map<string, BaseVersion>, own: readonly OwnMutation[]) {
    this.#versions = versions
    for (const mutation of own) this.remember(mutation)
  }

  version(doctype: string, name: string, version: number): BaseVersion | undefined {
    return this.#versions.get(versionKeyOf(doctype, name, version))
  }

  /** Keeps a version made by this very batch, so that its later items find it. */
  keep(version: BaseVersion): void {
    this.#versions.set(versionKeyOf(version.doctype, version.name, version.version), version)
  }

  remember(mutation: OwnMutation): void {
    const key = keyOf(mutation.doctype, mutation.name)
    this.#own.set(key, [...(this.#own.get(key) ?? []), mutation])
  }

  ownAfter(operation: Operation, name: string, version: number): Doc[] {
    return this.#ownWhere(operation, name, (mutation) => mutation.version > version)
  }

  ownOn(operation: Operation, name: string, base: number): Doc[] {
    return this.#ownWhere(operation, name, (mutation) => mutation.base_version === base)
  }

  ownOver(operation: Operation, name: string): Doc[] {
    return this.#ownWhere(operation, name, () => false)
  }

  /** Where the change names what it was made over, that and nothing else: a copied phone sends as the same device. */
  #ownWhere({ doctype, over }: Operation, name: string, isSince: (mutation: OwnMutation) => boolean): Doc[] {
    const own = this.#own.get(keyOf(doctype, name)) ?? []
    if (over == null) return own.filter((one) => !one.refused && isSince(one)).map(({ data }) => data)
    const ids = new Set(over)
    return own
      .filter(({ mutation_id }) => ids.has(mutation_id))
      .map(({ data, refused }) => (refused ? totalsOf(doctype, data) : data))
  }
}

/**
 * Of a refused change only its totals were seen by the next one: what it had counted is in them, and would be stored
 * with them, and once more when it is made again.
 */
function totalsOf(doctype: string, data: Doc): Doc {
  const tables = docTypeRule(doctype)?.child_tables ?? []
  const isTotal = (field: string, value: unknown) =>
    Array.isArray(value) &&
    tables.some((one) => one.child_field === field && one.conflict_on_same_key === 'sum_quantities')
  return Object.fromEntries(Object.entries(data).filter(([field, value]) => isTotal(field, value)))
}

/**
 * The base as the device knew it: the version it names, overlaid with its own later changes. A server that
 * was restored from a backup numbers anew: where the version is not there yet, or is another one by now, the old
 * values that came along are the base, overlaid with what the device itself has changed on the same.
 */
export function baseOf(
  operation: Operation,
  name: string,
  stored: StoredDocument | undefined,
  memory: BatchMemory,
): Doc | null | undefined {
  if (operation.op === 'insert') return null
  const { base_version } = operation
  const server = docOf(stored)
  const partial = operation.base == null || server == null ? undefined : { ...server, ...operation.base }
  if (stored === undefined) return partial
  if (base_version == null) {
    const own = memory.ownOver(operation, name)
    return effectiveBase(partial ?? knownFromOwn(operation, own, server), own)
  }
  const named = memory.version(operation.doctype, name, base_version)
  if (base_version > stored.version || isAnother(operation, named)) {
    return effectiveBase(partial, memory.ownOn(operation, name, base_version))
  }
  const snapshot = () => {
    if (base_version === 0) return null
    if (named !== undefined) return named.data ?? undefined
    return base_version === stored.version ? (server ?? undefined) : partial
  }
  return effectiveBase(snapshot(), memory.ownAfter(operation, name, base_version))
}

/**
 * Out of sight, the device has no copy, and shows only what it has changed itself. Its own changes tell the old values
 * of what it changes now; where they say nothing of a field, it showed none, so that what the record has there counts as
 * changed by both. A delete is made without having seen the record.
 */
function knownFromOwn(
  { data, over }: Operation,
  own: readonly Doc[],
  server: Doc | null | undefined,
): Doc | undefined {
  if (server == null || data == null || over == null || over.length === 0) return undefined
  const isTold = (field: string) => own.some((change) => Object.hasOwn(change, field))
  const known = Object.entries(server).filter(([field]) => !Object.hasOwn(data, field) || isTold(field))
  return Object.fromEntries(known)
}

/** Does the kept version hold something else than what the device says that it had? */
function isAnother({ base, doctype }: Operation, named: BaseVersion | undefined): boolean {
  const kept = named?.data
  if (base == null || kept == null) return false
  return Object.entries(base).some(([field, value]) => !sameValue(doctype, field, value, kept[field] ?? null))
}

/** The three versions for the rules. `data` holds only what the member may write. */
export function versionsOf(
  operation: Operation,
  data: Doc,
  base: Doc | null | undefined,
  stored: StoredDocument | undefined,
): Versions {
  const client = operation.op === 'delete' ? null : { ...(base ?? {}), ...data }
  const server = docOf(stored)
  return {
    client,
    ...(base === undefined ? {} : { base }),
    ...(server === undefined ? {} : { server }),
  }
}

/** When the change was made, by the server's clock: its age at send time, counted back from receipt. */
export function effectiveAt(
  times: { readonly sentAt: string; readonly madeAt: string; readonly receivedAt: string },
  earliest: string | undefined,
): string {
  const received = Date.parse(times.receivedAt)
  const made = received - (Date.parse(times.sentAt) - Date.parse(times.madeAt))
  const floor = earliest === undefined ? Number.NEGATIVE_INFINITY : Date.parse(earliest)
  return new Date(Math.min(received, Math.max(floor, made))).toISOString()
}

export function contextOf(
  member: Member,
  operation: Operation,
  item: { readonly name: string; readonly now: string; readonly effective_at: string },
  stored: StoredDocument | undefined,
  memory: BatchMemory,
): ResolveContext {
  const base =
    operation.base_version == null
      ? undefined
      : memory.version(operation.doctype, item.name, operation.base_version)
  const current = stored && memory.version(operation.doctype, item.name, stored.version)
  const serverModified = current?.effective_at ?? stored?.modified
  return {
    name: stored?.branch_of ?? item.name,
    now: item.now,
    mutation_id: operation.mutation_id,
    client_effective_at: item.effective_at,
    stale: base === undefined ? isPruned(operation, stored) : isStale(base, item.now),
    time_zone: member.time_zone,
    ...(serverModified === undefined ? {} : { server_modified_at: serverModified }),
  }
}

/** What the device had seen is long overruled: it asks before it overrules in turn. */
function isStale({ superseded_at }: BaseVersion, now: string): boolean {
  if (superseded_at === null) return false
  return Date.parse(now) - Date.parse(superseded_at) > SYNC_CONFIG.max_offline_duration_hours * HOUR_MS
}

/** A version below the current one is absent only because its time was over, which is longer than that. */
function isPruned({ base_version }: Operation, stored: StoredDocument | undefined): boolean {
  return base_version != null && base_version > 0 && base_version < (stored?.version ?? 0)
}
