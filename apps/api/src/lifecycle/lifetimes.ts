/** How long things are kept, DocType by DocType, from the rules. */
import { type DocTypeRule, docTypeRule, type Json, registeredDocTypes, SYNC_CONFIG } from '@dartwing/rules'

/** A version may be the base of a late change for this long after it was superseded. */
const HISTORY_DAYS = 90

export interface Lifetime {
  readonly doctype: string
  /** After which a tombstone is purged. */
  readonly tombstoneDays: number
  /** For which a superseded version is kept: never shorter than the DocType's own term. */
  readonly historyDays: number
  /** After which a quiet document leaves the devices; null = never. */
  readonly archive: Archiving | null
}

export interface Archiving {
  readonly days: number
  /** Only documents with this value. */
  readonly where: { readonly field: string; readonly value: Json } | null
}

export function lifetimes(): Lifetime[] {
  return [...registeredDocTypes()].flatMap((name) => {
    const rule = docTypeRule(name)
    return rule === undefined ? [] : [lifetimeOf(rule)]
  })
}

function lifetimeOf(rule: DocTypeRule): Lifetime {
  const tombstoneDays = rule.tombstone.tombstone_ttl_days ?? SYNC_CONFIG.tombstone_ttl_days
  return {
    doctype: rule.name,
    tombstoneDays,
    historyDays: Math.max(HISTORY_DAYS, tombstoneDays),
    archive: archivingOf(rule),
  }
}

/** What can not be deleted has no tombstone: its term is how long its cancelled or finished form is on devices. */
function archivingOf({ archive_after_days, tombstone, on_delete }: DocTypeRule): Archiving | null {
  if (archive_after_days !== undefined) return { days: archive_after_days, where: null }
  if (tombstone.allow_delete || tombstone.tombstone_ttl_days === undefined) return null
  return { days: tombstone.tombstone_ttl_days, where: on_delete ?? null }
}
