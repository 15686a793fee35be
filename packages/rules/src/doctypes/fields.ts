/** Short words for field definitions, so that a DocType file reads like the form a person fills in. */
import type { FieldDef, FieldType } from '../doctype-rule.ts'

type Extra = Omit<FieldDef, 'label' | 'type'>

const of =
  (type: FieldType) =>
  (label: string, extra: Extra = {}): FieldDef => ({ label, type, ...extra })

export const text = of('text')
export const longText = of('long_text')
export const richText = of('rich_text')
export const date = of('date')
export const time = of('time')
export const datetime = of('datetime')
export const int = of('int')
export const float = of('float')
export const check = of('check')
export const json = of('json')
export const attachments = of('attachments')
export const signature = of('signature')
export const image = of('image')
export const geo = of('geo')

export const currency = (label: string, extra: Extra = {}): FieldDef => ({
  label,
  type: 'currency',
  precision: 2,
  ...extra,
})
export const minutes = (label: string, extra: Extra = {}): FieldDef => ({
  label,
  type: 'duration',
  unit: 'min',
  ...extra,
})
export const seconds = (label: string, extra: Extra = {}): FieldDef => ({
  label,
  type: 'duration',
  unit: 's',
  ...extra,
})
export const select = (label: string, options: readonly string[], extra: Extra = {}): FieldDef => ({
  label,
  type: 'select',
  options,
  ...extra,
})
export const link = (label: string, link_to: string, extra: Extra = {}): FieldDef => ({
  label,
  type: 'link',
  link_to,
  ...extra,
})
export const table = (label: string, row_fields: Readonly<Record<string, FieldDef>>): FieldDef => ({
  label,
  type: 'table',
  row_fields,
})
