/**
 * Deletes (section 6 of docs/resolution.md): what a delete meets, and what meets a tombstone.
 *
 *                      client deletes,      client deletes,            server deleted,
 *                      server unchanged     server changed             client edits
 *   server_wins        tombstone            server stays               tombstone
 *   client_wins, field_level, last_write    tombstone                  tombstone
 *   manual_resolve     tombstone            held if its fields moved   tombstone
 *   append_only        rejected             rejected                   tombstone
 *   version_all        tombstone            server stays               tombstone + branch
 */
import { DOCUMENT_FIELD, type TombstoneRule } from './doctype-rule.ts'
import { byField, decisionOn } from './merge/decision.ts'
import { fieldsChanged, type Merge } from './merge/diff.ts'
import { type CompiledRule, factOf } from './merge/facts.ts'
import type { Doc, FieldDecision, Notice, Resolution, ResolveContext, Strategy } from './shapes.ts'
import { branchOf } from './strategies/version-all.ts'
import { isEmpty, own } from './values/json.ts'

/** The client deletes a live document. `merge` settles a delete that is written as a change. */
export function resolveDelete(
  compiled: CompiledRule,
  base: Doc | null | undefined,
  server: Doc,
  context: ResolveContext,
  merge: (merge: Merge) => Resolution,
): Resolution {
  const { rule } = compiled
  if (!rule.tombstone.allow_delete) {
    if (!rule.on_delete)
      return refused(compiled, server, 'delete_not_allowed', `A ${rule.name} can not be deleted.`)
    const client = { ...base, [rule.on_delete.field]: rule.on_delete.value }
    return merge({ compiled, base: base ?? undefined, server, client, context })
  }
  if (rule.strategy === 'append_only') {
    return refused(
      compiled,
      server,
      'immutable_document',
      `A ${rule.name} can not be deleted once it is stored.`,
    )
  }
  const moved = movedSince(compiled, base, server)
  const meets = moved.length > 0 ? ON_CHANGED[rule.strategy](compiled, moved) : 'tombstone'
  if (meets === 'held') return heldDelete(compiled, base, server)
  return meets === 'tombstone' && isTombstoneStronger(rule.tombstone, moved)
    ? buried(compiled, base, server, moved)
    : serverStays(compiled, base, server)
}

/** The client writes to a document that the server has deleted. */
export function resolveOnTombstone(
  compiled: CompiledRule,
  base: Doc | null | undefined,
  client: Doc | null,
  context: ResolveContext,
): Resolution {
  const edited = client ? fieldsChanged(compiled, base ?? {}, withBase(base, client)).toSorted() : []
  if (!client || edited.length === 0) return resolution(compiled, { outcome: 'unchanged', doc: null })
  if (compiled.rule.tombstone.tombstone_wins_over_update === false)
    return revived(compiled, base, client, edited)
  const version = compiled.rule.version_field ?? 'version'
  const isBranched = compiled.rule.strategy === 'version_all' && edited.some((field) => field !== version)
  const content = withBase(base, client)
  const branch = isBranched ? branchOf(compiled, content, context, own(content, 'branch_of')) : undefined
  return resolution(compiled, {
    outcome: branch ? 'branched' : 'merged',
    doc: null,
    decisions: edited.map((field) => tombstoneDecision(compiled, field, { base, client })),
    conflicts: edited,
    ...(branch ? { branch } : {}),
    notices: [
      {
        type: 'deleted',
        message: 'The record was deleted meanwhile; your change is kept and can be restored.',
      },
      ...branchNotice(branch),
    ],
  })
}

type Meeting = 'tombstone' | 'server' | 'held'

/** What a delete does to a document that changed since the base. */
const ON_CHANGED: Readonly<Record<Strategy, (compiled: CompiledRule, moved: readonly string[]) => Meeting>> =
  {
    server_wins: () => 'server',
    client_wins: () => 'tombstone',
    field_level: () => 'tombstone',
    last_write_wins: () => 'tombstone',
    manual_resolve: (compiled, moved) =>
      moved.some((field) => isHeldField(compiled, field)) ? 'held' : 'tombstone',
    append_only: () => 'server',
    version_all: () => 'server',
  }

/** The fields a person decides on, and those decided with them. */
function isHeldField(compiled: CompiledRule, field: string): boolean {
  const fact = factOf(compiled, field)
  return fact.rule === 'conflict_fields' || fact.rule === 'manual_resolve_fields'
}

/** What the server changed since the base; everything it holds where the base is not known. */
function movedSince(compiled: CompiledRule, base: Doc | null | undefined, server: Doc): readonly string[] {
  return fieldsChanged(compiled, base ?? {}, server).toSorted()
}

function isTombstoneStronger(rule: TombstoneRule, moved: readonly string[]): boolean {
  return moved.length === 0 || rule.tombstone_wins_over_update !== false
}

/** The delete stands; edits of the server's that it overruled are recorded and can be restored. */
function buried(
  compiled: CompiledRule,
  base: Doc | null | undefined,
  server: Doc,
  moved: readonly string[],
): Resolution {
  const whole = decisionOn(
    DOCUMENT_FIELD,
    { winner: 'client', rule: moved.length > 0 ? 'tombstone_wins_over_update' : 'only_client_changed' },
    { base: base ?? undefined, server, client: null, value: null },
  )
  const edits = moved.map((field) =>
    decisionOn(
      field,
      { winner: 'client', rule: 'tombstone_wins_over_update', reason: compiled.rule.reason },
      { base: own(base, field), server: own(server, field) },
    ),
  )
  const lost = moved.filter((field) => !isEmpty(own(server, field)))
  return resolution(compiled, {
    outcome: 'merged',
    doc: null,
    decisions: [whole, ...edits].sort(byField),
    conflicts: moved.length > 0 && lost.length === 0 ? moved : lost,
  })
}

function serverStays(compiled: CompiledRule, base: Doc | null | undefined, server: Doc): Resolution {
  const { strategy, reason } = compiled.rule
  return resolution(compiled, {
    outcome: 'merged',
    doc: server,
    decisions: [
      decisionOn(
        DOCUMENT_FIELD,
        { winner: 'server', rule: strategy, reason },
        { base: base ?? undefined, server, client: null, value: server },
      ),
    ],
    conflicts: [DOCUMENT_FIELD],
    notices: [
      {
        type: 'value_overruled',
        field: DOCUMENT_FIELD,
        message: 'The record changed meanwhile and was not deleted.',
      },
    ],
  })
}

function heldDelete(compiled: CompiledRule, base: Doc | null | undefined, server: Doc): Resolution {
  const fields = [DOCUMENT_FIELD]
  return resolution(compiled, {
    outcome: 'held',
    doc: server,
    decisions: [
      decisionOn(
        DOCUMENT_FIELD,
        { winner: 'pending', rule: 'conflict_fields', reason: compiled.rule.reason },
        { base: base ?? undefined, server, client: null, value: server },
      ),
    ],
    conflicts: fields,
    pending: fields,
    hold: { kind: 'delete_edit', fields, server, client: null },
    notices: [
      {
        type: 'review_needed',
        field: DOCUMENT_FIELD,
        message: 'The record was changed and deleted at once; a person decides.',
      },
    ],
  })
}

function refused(compiled: CompiledRule, server: Doc, code: string, message: string): Resolution {
  const decision = decisionOn(
    DOCUMENT_FIELD,
    { winner: 'server', rule: code, reason: compiled.rule.reason },
    { client: null },
  )
  return resolution(compiled, {
    outcome: 'rejected',
    doc: server,
    decisions: [decision],
    rejection: { code, message },
  })
}

/** Where the rule says that an edit is stronger than a tombstone. */
function revived(
  compiled: CompiledRule,
  base: Doc | null | undefined,
  client: Doc,
  edited: readonly string[],
): Resolution {
  const doc = withBase(base, client)
  const decisions = edited.map((field) =>
    decisionOn(
      field,
      { winner: 'client', rule: 'update_wins_over_tombstone' },
      { base: own(base, field), client: own(client, field), value: own(doc, field) },
    ),
  )
  return resolution(compiled, {
    outcome: 'merged',
    doc,
    decisions: decisions.sort(byField),
    conflicts: edited,
  })
}

function tombstoneDecision(
  compiled: CompiledRule,
  field: string,
  sides: { readonly base: Doc | null | undefined; readonly client: Doc },
): FieldDecision {
  return decisionOn(
    field,
    { winner: 'server', rule: 'tombstone_wins_over_update', reason: compiled.rule.reason },
    { base: own(sides.base, field), client: own(sides.client, field) },
  )
}

function withBase(base: Doc | null | undefined, client: Doc): Doc {
  return { ...base, ...client }
}

function branchNotice(branch: Resolution['branch']): readonly Notice[] {
  return branch
    ? [{ type: 'branch_created', to: branch.name, message: `Your version is kept as ${branch.name}.` }]
    : []
}

function resolution(
  { rule }: CompiledRule,
  found: Pick<Resolution, 'outcome' | 'doc'> & Partial<Resolution>,
): Resolution {
  return { strategy: rule.strategy, decisions: [], conflicts: [], pending: [], notices: [], ...found }
}
