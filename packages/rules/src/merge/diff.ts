/** What each side changed. Everything after this asks only about these fields. */
import type { Doc, Json, ResolveContext } from '../shapes.ts'
import { sameByType } from '../values/equality.ts'
import { own } from '../values/json.ts'
import { sortedByField } from './decision.ts'
import { type CompiledRule, type Fact, factOf } from './facts.ts'

/** Two live versions of a document that are to become one. */
export interface Merge {
  readonly compiled: CompiledRule
  /** `undefined` where no base is known: then the two-way rule applies. */
  readonly base: Doc | undefined
  readonly server: Doc
  readonly client: Doc
  readonly context: ResolveContext
}

export interface FieldChange {
  readonly field: string
  readonly byServer: boolean
  readonly byClient: boolean
  /** Both sides hold the same value now, however they came by it. */
  readonly isEqual: boolean
}

export interface FactChange {
  readonly fact: Fact
  readonly fields: readonly FieldChange[]
  readonly byServer: boolean
  readonly byClient: boolean
  /** The same of all its fields. */
  readonly isEqual: boolean
}

/** Every fact either side changed, in an order that the order of a document's keys does not show in. */
export function changedFacts(merge: Merge): readonly FactChange[] {
  const changes = sortedByField(changedFields(merge))
  const facts: FactChange[] = []
  for (const change of changes) {
    const fact = factOf(merge.compiled, change.field)
    const { byServer, byClient, isEqual } = change
    if (fact.fields.length === 1) facts.push({ fact, fields: [change], byServer, byClient, isEqual })
    else if (!facts.some((known) => known.fact === fact)) facts.push(groupChange(merge, fact, changes))
  }
  return facts
}

function groupChange(merge: Merge, fact: Fact, changes: readonly FieldChange[]): FactChange {
  const fields = changes.filter(({ field }) => factOf(merge.compiled, field) === fact)
  return {
    fact,
    fields,
    byServer: fields.some((change) => change.byServer),
    byClient: fields.some((change) => change.byClient),
    isEqual: differingFields(merge, { fact, fields }).length === 0,
  }
}

/** The fields of a fact whose values differ between the sides; without a base, only those both sides have. */
export function differingFields(
  merge: Merge,
  { fact, fields }: Pick<FactChange, 'fact' | 'fields'>,
): readonly string[] {
  return fact.fields.filter((field) => {
    const change = fields.find((candidate) => candidate.field === field)
    if (change) return !change.isEqual
    const client = clientValue(merge, field)
    return client !== undefined && !sameIn(merge.compiled, field, client, own(merge.server, field))
  })
}

/**
 * The field as the device has it. A key it did not send is untouched, so it has the base's value, and nothing
 * where the base had nothing; `undefined` where no base tells.
 */
export function clientValue(merge: Merge, field: string): Json | undefined {
  const sent = own(merge.client, field)
  if (sent !== undefined || !merge.base) return sent
  return own(merge.base, field) ?? null
}

export function sameIn(
  compiled: CompiledRule,
  field: string,
  a: Json | undefined,
  b: Json | undefined,
): boolean {
  return a === b || sameByType(compiled.defs.get(field), a, b)
}

/** Fields of `after` that are not as they were in `before`, bookkeeping apart. */
export function fieldsChanged(compiled: CompiledRule, before: Doc, after: Doc): readonly string[] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)])
  return [...fields].filter(
    (field) =>
      !compiled.ignored.has(field) && !sameIn(compiled, field, own(before, field), own(after, field)),
  )
}

function changedFields(merge: Merge): FieldChange[] {
  return merge.base ? changedThreeWay(merge, merge.base) : changedTwoWay(merge)
}

/** Values are read side by side where the versions have the same keys in the same order, as most do. */
function changedThreeWay({ compiled, server, client }: Merge, base: Doc): FieldChange[] {
  const changes: FieldChange[] = []
  const fields = Object.keys(client)
  const isAligned = hasKeys(base, fields) && hasKeys(server, fields)
  const inBase = isAligned ? Object.values(base) : fields.map((field) => own(base, field))
  const inServer = isAligned ? Object.values(server) : fields.map((field) => own(server, field))
  const inClient = Object.values(client)
  let index = -1
  for (const field of fields) {
    index++
    const was = inBase[index]
    const here = inServer[index]
    const sent = inClient[index]
    if ((was === here && was === sent) || compiled.ignored.has(field)) continue
    addChange(changes, compiled, field, { was, here, sent })
  }
  if (!isAligned) {
    for (const field of fieldsBeyond(client, server, base)) {
      if (compiled.ignored.has(field)) continue
      addChange(changes, compiled, field, {
        was: own(base, field),
        here: own(server, field),
        sent: undefined,
      })
    }
  }
  return changes
}

function hasKeys(version: Doc, fields: readonly string[]): boolean {
  const keys = Object.keys(version)
  if (keys.length !== fields.length) return false
  for (let index = 0; index < keys.length; index++) if (keys[index] !== fields[index]) return false
  return true
}

/** What the server or the base has and the client has not. */
function fieldsBeyond(client: Doc, server: Doc, base: Doc): readonly string[] {
  const inServerAlone = Object.keys(server).filter((field) => !Object.hasOwn(client, field))
  const inBaseAlone = Object.keys(base).filter(
    (field) => !Object.hasOwn(client, field) && !Object.hasOwn(server, field),
  )
  return [...inServerAlone, ...inBaseAlone]
}

interface Seen {
  readonly was: Json | undefined
  readonly here: Json | undefined
  readonly sent: Json | undefined
}

/** Where one side still holds the base's own value, whether the other side moved says whether the two are equal. */
function addChange(changes: FieldChange[], compiled: CompiledRule, field: string, seen: Seen): void {
  const { was, here, sent } = seen
  const def = compiled.defs.get(field)
  const byServer = !sameByType(def, here, was)
  const isUntouched = sent === undefined || sent === was
  const byClient = !isUntouched && !sameByType(def, sent, was)
  if (!byServer && !byClient) return
  const isEqual = isUntouched ? !byServer : here === was ? !byClient : sameByType(def, sent, here)
  changes.push({ field, byServer, byClient, isEqual })
}

/** a field both sides have with different values was changed by both. */
function changedTwoWay({ compiled, server, client }: Merge): FieldChange[] {
  const changes: FieldChange[] = []
  for (const field of Object.keys(client)) {
    const here = own(server, field)
    const sent = own(client, field)
    if (here === sent || compiled.ignored.has(field) || sameIn(compiled, field, sent, here)) continue
    changes.push({ field, byServer: here !== undefined, byClient: true, isEqual: sent === undefined })
  }
  return changes
}
