import { frappeDocument } from '@dartwing/protocol'
import { BOOKKEEPING, type Doc, type DocTypeRule, docTypeRule, type Json } from '@dartwing/rules'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { whyUnstorable } from '../store/values/storable.ts'
import { invalidValues } from '../store/values/validate-values.ts'

/** A document as the organisation's Frappe site has it. */
export interface SiteDocument {
  readonly rule: DocTypeRule
  readonly name: string
  /** The site's clock, with six digits after the second: of two texts the greater is the newer. */
  readonly modified: string
  readonly data: Doc
}

/** Kept in Frappe, read here; everything else has its home here. */
const DOCTYPES = new Set(['Address', 'Customer', 'Contact', 'Employee'])
const STRIPPED = new Set(BOOKKEEPING)
/** A row keeps its name: it tells rows apart. */
const STRIPPED_OF_ROWS = new Set([
  ...BOOKKEEPING.filter((field) => field !== 'name'),
  'parent',
  'parentfield',
  'parenttype',
])

/** Reads a body whose signature was found right. What can not be kept is refused as a whole. */
export function toSiteDocument(body: Buffer): SiteDocument {
  const value = readJson(body)
  const unstorable = whyUnstorable(value)
  if (unstorable !== null) {
    throw new ProblemException('malformed_request', { fields: [{ path: '', message: unstorable }] })
  }
  const { doctype, name, modified, ...fields } = parse(frappeDocument, value)
  const rule = DOCTYPES.has(doctype) ? docTypeRule(doctype) : undefined
  if (rule === undefined) {
    throw new ProblemException('unknown_doctype', { detail: `Taken are ${[...DOCTYPES].join(', ')}` })
  }
  const data = withoutBookkeeping(fields, STRIPPED)
  const invalid = invalidValues(rule, data)
  if (invalid.length > 0) throw new ProblemException('invalid', { fields: invalid })
  return { rule, name, modified: withMicroseconds(modified), data }
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body))
  } catch {
    throw new ProblemException('invalid_json')
  }
}

/** Frappe leaves the fraction away when it is zero. */
function withMicroseconds(modified: string): string {
  const [second = '', fraction = ''] = modified.split('.')
  return `${second}.${fraction.padEnd(6, '0')}`
}

/** Every save moves Frappe's own fields, also those of rows; none of them is a change of the document. */
function withoutBookkeeping(fields: Doc, names: ReadonlySet<string>): Doc {
  const kept = Object.entries(fields).filter(([field]) => !names.has(field) && !field.startsWith('_'))
  return Object.fromEntries(
    kept.map(([field, value]): [string, Json] => [field, Array.isArray(value) ? value.map(toRow) : value]),
  )
}

function toRow(row: Json): Json {
  return isObject(row) ? withoutBookkeeping(row, STRIPPED_OF_ROWS) : row
}

function isObject(value: Json): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
