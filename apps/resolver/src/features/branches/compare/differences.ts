import { BOOKKEEPING, type Doc, docTypeRule } from '@dartwing/rules'
import type { ValueField } from '../../../components/value/value.tsx'
import { canonical } from '../../../lib/draft/prints.ts'
import { isEmptyValue } from '../../../lib/draft/units.ts'

/** What says how a version hangs on another, and what people said about it; no content. */
export const ABOUT_THE_BRANCH: ReadonlySet<string> = new Set(['branch_of', 'branch_label', 'reviewed_at'])

const NO_CONTENT = new Set([...BOOKKEEPING, ...ABOUT_THE_BRANCH])

export interface NamedField extends ValueField {
  readonly name: string
}

/** The fields in which two versions differ. The number of the version is no difference: it follows from one. */
export function changedFields(a: Doc, b: Doc): readonly string[] {
  return contentFields(a, b).filter((name) => name !== 'version' && isOther(a, b, name))
}

export function sameFields(a: Doc, b: Doc): readonly string[] {
  return contentFields(a, b).filter((name) => !isOther(a, b, name) && !isEmptyValue(a[name] ?? null))
}

function contentFields(a: Doc, b: Doc): readonly string[] {
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => !NO_CONTENT.has(name))
}

function isOther(a: Doc, b: Doc, name: string): boolean {
  if (isEmptyValue(a[name] ?? null) && isEmptyValue(b[name] ?? null)) return false
  return canonical(a[name]) !== canonical(b[name])
}

/** In the order of the form, with the form's labels; what the form does not know comes last. */
export function namedFields(doctype: string, names: readonly string[]): readonly NamedField[] {
  const fields = docTypeRule(doctype)?.fields ?? {}
  const order = Object.keys(fields)
  const placeOf = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length)
  return names
    .toSorted((a, b) => placeOf(a) - placeOf(b) || a.localeCompare(b))
    .map((name) => {
      const field = fields[name]
      return {
        name,
        label: field?.label ?? name.replaceAll('_', ' '),
        type: field?.type ?? 'text',
        unit: field?.unit ?? null,
      }
    })
}
