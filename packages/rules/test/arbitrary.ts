/** Documents of every DocType, from small pools of values, so that both sides often meet on one field. */
import fc from 'fast-check'
import type { DocTypeRule, FieldDef, FieldType } from '../src/doctype-rule.ts'
import type { Doc, Json, ResolveContext, Versions } from '../src/shapes.ts'

const INSTANTS = ['2025-12-02T13:00:00Z', '2025-12-02T14:00:00Z', '2025-12-02T19:30:00+05:30', null]
const PEOPLE = ['ann', 'bob', 'eve', '', null]

/** Words that are one thing to a reader and several to a program: accents, surrogates, directions, joiners. */
const WORDS = ['Zoë 東京', 'e\u0301', '😀👩‍🚀', '\u202Eabc', '\u0000', "'; --", 'x'.repeat(300)]
const DEEP: Json = Array.from({ length: 30 }).reduce<Json>(
  (inner, _, level) => ({ [`l${level % 3}`]: inner }),
  'end',
)
const LONG: Json = Array.from({ length: 60 }, (_, index) => ({ a: index, b: `é${index}` }))

const VALUES: Readonly<Record<FieldType, readonly Json[]>> = {
  text: [...PEOPLE, ...WORDS],
  long_text: ['one', 'one\ntwo', 'zero\none', 'two\nthree', '東\none\n京', '😀\r\none', '', null],
  rich_text: ['<p>a</p>', '<p>a</p> ', '<p>b</p>', null],
  select: PEOPLE,
  link: PEOPLE,
  date: ['2025-12-02', '2025-12-03', null],
  time: ['09:00', '09:00:00', '10:30', null],
  datetime: INSTANTS,
  duration: [30, 60, 90, null],
  int: [0, 1, 2, '2', null],
  float: [0, 1.5, 2.25, '1.5', null],
  currency: [0, 12.5, '12.50', 13, null],
  check: [0, 1, true, false, null],
  json: [{ a: 1 }, { a: 2, b: 1 }, { b: 1, a: 2 }, DEEP, { deep: DEEP }, LONG, {}, null],
  table: [],
  attachments: [],
  signature: ['sig-1', 'sig-2', 'sig-3', '', null],
  image: ['img-1', 'img-2', null],
  geo: [{ lat: 1, lng: 2 }, null],
}

const KEYS = ['k1', 'k2', 'k3']

function row(fields: Readonly<Record<string, FieldDef>>): fc.Arbitrary<Json> {
  const members = Object.entries(fields).map(([name, def], index) => {
    const pool = name === 'quantity' ? [1, 2, 3] : index === 0 ? KEYS : VALUES[def.type]
    return [name, fc.constantFrom<Json>(...(pool.length > 0 ? pool : [null]))] as const
  })
  const first = members[0]?.[0]
  return fc.record(Object.fromEntries(members), { requiredKeys: first ? [first] : [] })
}

export function fieldValue(def: FieldDef): fc.Arbitrary<Json> {
  if (def.type === 'attachments') {
    const file = fc.record({
      file: fc.constantFrom('F-1', 'F-2', 'F-3'),
      caption: fc.constantFrom('', 'x', 'y'),
    })
    return fc.uniqueArray(file, { maxLength: 3, selector: (item) => item.file })
  }
  if (def.type === 'table') {
    const few = fc.array(row(def.row_fields ?? {}), { maxLength: 3 })
    const many = fc.array(row(def.row_fields ?? {}), { minLength: 25, maxLength: 40, size: 'max' })
    return fc.oneof({ weight: 19, arbitrary: few }, { weight: 1, arbitrary: many })
  }
  return fc.constantFrom(...VALUES[def.type])
}

/** Some of a DocType's fields, and now and then one that nobody declared. */
export function docOf(rule: DocTypeRule): fc.Arbitrary<Doc> {
  const members = Object.entries(rule.fields).map(([name, def]) => [name, fieldValue(def)] as const)
  const extra = fc.constantFrom<Json>('x', 'y', 1, null)
  return fc.record(
    { ...Object.fromEntries(members), custom_field: extra, modified: extra },
    { requiredKeys: [] },
  )
}

/** A base and two edits of it: the shape every real merge has. `base` is left out now and then. */
export function versionsOf(rule: DocTypeRule, { deletes = true } = {}): fc.Arbitrary<Versions> {
  const edit = docOf(rule).chain((doc) =>
    fc
      .subarray(Object.keys(doc), { maxLength: Math.min(4, Object.keys(doc).length) })
      .map((keys) => pickKeys(doc, keys)),
  )
  const live = fc
    .tuple(docOf(rule), edit, edit, fc.constantFrom('known', 'known', 'unknown', 'none'))
    .map(([base, server, client, kind]): Versions => {
      const both = { server: { ...base, ...server }, client: { ...base, ...client } }
      if (kind === 'known') return { base, ...both }
      return kind === 'none' ? { base: null, ...both } : both
    })
  if (!deletes) return live
  return fc
    .tuple(live, fc.constantFrom('', '', '', 'server', 'client', 'both', 'never'))
    .map(([versions, gone]) => ({
      ...versions,
      ...(gone === 'server' || gone === 'both' ? { server: null } : {}),
      ...(gone === 'never' ? { server: undefined } : {}),
      client: gone === 'client' || gone === 'both' ? null : versions.client,
    }))
}

/** Both sides changed the same few fields, of those that can be held: what a person is asked about. */
export function contestedOf(rule: DocTypeRule): fc.Arbitrary<Versions> {
  const lists = [
    rule.manual_resolve_fields,
    rule.conflict_fields,
    rule.client_wins_fields,
    rule.exception_fields,
  ]
  const values = lists
    .flatMap((list) => list ?? [])
    .flatMap((name) => {
      const def = rule.fields[name]
      return def ? [[name, fieldValue(def)] as const] : []
    })
  if (values.length === 0) return versionsOf(rule)
  const names = fc.subarray(
    values.map(([name]) => name),
    { minLength: 1, maxLength: Math.min(3, values.length) },
  )
  const side = fc.record(Object.fromEntries(values))
  return fc.tuple(docOf(rule), side, side, names).map(([base, server, client, fields]) => ({
    base,
    server: { ...base, ...pickKeys(server, fields) },
    client: { ...base, ...pickKeys(client, fields) },
  }))
}

export const contextOf: fc.Arbitrary<ResolveContext> = fc.record(
  {
    name: fc.constant('DOC-1'),
    now: fc.constant('2025-12-03T10:00:00Z'),
    mutation_id: fc.constant('11111111-1111-4111-8111-111111111111'),
    client_effective_at: fc.constantFrom('2025-12-01T10:00:00Z', '2025-12-01T12:00:00Z'),
    server_modified_at: fc.constantFrom('2025-12-01T10:00:00Z', '2025-12-01T11:00:00Z'),
    stale: fc.boolean(),
    time_zone: fc.constantFrom('UTC', 'Europe/Berlin', 'No/Such'),
  },
  { requiredKeys: [] },
)

/** JSON as an enemy would write it. */
export const hostileDoc: fc.Arbitrary<Doc> = fc
  .dictionary(
    fc.constantFrom(
      '__proto__',
      'constructor',
      'prototype',
      'toString',
      'status',
      'messages',
      'photos',
      'parts_used',
      'notes',
      'field_values',
      'signature',
      'description',
      'appointment_datetime',
      'duration',
      '_document',
      '',
    ),
    fc.jsonValue({ maxDepth: 3 }).map((value) => value as Json),
    { noNullPrototype: false },
  )
  .map((doc) => JSON.parse(JSON.stringify(doc)) as Doc)

export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) {
    for (const member of Object.values(value)) deepFreeze(member)
    Object.freeze(value)
  }
  return value
}

function pickKeys(doc: Doc, keys: readonly string[]): Doc {
  return Object.fromEntries(Object.entries(doc).filter(([key]) => keys.includes(key)))
}
