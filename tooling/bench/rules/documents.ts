/** What is merged: one ticket, edited many ways on both sides, always the same ways. */
import { type Doc, docTypeRule, type FieldDef, type Json } from '@dartwing/rules'
import { type Dice, throwDice } from './dice.ts'
import { TICKET } from './ticket.ts'

export interface Case {
  readonly name: string
  readonly base: Doc
  readonly server: Doc
  readonly client: Doc
  /** The fields the device sent. */
  readonly change: Doc
  /** Fields both sides changed. */
  readonly contested: readonly string[]
}

type Side = 'server' | 'device'

export const DOCTYPE = 'Ticket'

/** How many fields of one document each side changed, and how many of them both did. */
interface Edit {
  readonly device: number
  readonly server: number
  readonly contested: number
}

export interface Mix {
  readonly name: string
  /** Taken in turn, document by document. */
  readonly edits: readonly [Edit, ...Edit[]]
}

/** What a device brings home: a few fields, to a document that a server may have changed meanwhile. */
export const ORDINARY: Mix = {
  name: 'Ordinary documents',
  edits: [
    { device: 2, server: 0, contested: 0 },
    { device: 3, server: 1, contested: 0 },
    { device: 2, server: 2, contested: 1 },
    { device: 3, server: 0, contested: 0 },
    { device: 1, server: 2, contested: 0 },
    { device: 3, server: 2, contested: 1 },
    { device: 2, server: 2, contested: 0 },
    { device: 3, server: 3, contested: 2 },
  ],
}

/** Nearly a quarter of every document is rewritten, always on both sides. */
export const BUSY: Mix = {
  name: 'Busy documents',
  edits: [
    { device: 3, server: 3, contested: 0 },
    { device: 4, server: 4, contested: 1 },
    { device: 3, server: 3, contested: 0 },
    { device: 5, server: 5, contested: 2 },
    { device: 3, server: 3, contested: 0 },
    { device: 4, server: 4, contested: 1 },
    { device: 3, server: 3, contested: 0 },
    { device: 6, server: 6, contested: 3 },
  ],
}

export function editedDocuments(mix: Mix, count: number): readonly Case[] {
  const dice = throwDice(20_260_304)
  return Array.from({ length: count }, (_, index) => {
    const edit = mix.edits[index % mix.edits.length] ?? mix.edits[0]
    return editedDocument(edit, index, dice)
  })
}

/** Each version is parsed on its own, as it comes from the database; the device's is its base overlaid. */
function editedDocument(edit: Edit, index: number, dice: Dice): Case {
  const fields = dice.shuffled(Object.keys(TICKET))
  const contested = fields.slice(0, edit.contested)
  const byServer = fields.slice(edit.contested, edit.server)
  const byDevice = fields.slice(edit.server).slice(0, edit.device - edit.contested)
  const base = parsed({ ...TICKET, subject: `${TICKET.subject} (${index})` })
  const change = parsed(edited(base, [...contested, ...byDevice], 'device', index))
  const server = parsed({ ...base, ...edited(base, [...contested, ...byServer], 'server', index) })
  return { name: `TKT-${index}`, base, server, client: { ...base, ...change }, change, contested }
}

/** The fields of the server's version that are not as they were in the base. */
export function differing(base: Doc, server: Doc): Doc {
  const isChanged = ([field, value]: [string, Json]) => JSON.stringify(value) !== JSON.stringify(base[field])
  return Object.fromEntries(Object.entries(server).filter(isChanged))
}

function edited(base: Doc, fields: readonly string[], side: Side, index: number): Doc {
  return Object.fromEntries(
    fields.map((field) => [
      field,
      editedValue(docTypeRule(DOCTYPE)?.fields[field], base[field] ?? null, side, index),
    ]),
  )
}

function editedValue(def: FieldDef | undefined, value: Json, side: Side, index: number): Json {
  const step = side === 'server' ? 1 : 2
  if (def?.type === 'check') return side === 'server' ? 1 : true
  if (def?.type === 'datetime') return `2026-03-${10 + (index % 9)}T0${step}:15:00.000Z`
  if (def?.options) return rotated(def.options, value, step)
  if (typeof value === 'number') return value + step
  if (Array.isArray(value)) return [...value, newRow(side, index)]
  if (def?.type === 'long_text') return `${value}\nAdded by the ${side}, visit ${index}.`
  if (def?.type === 'rich_text') return `${value}<p>Added by the ${side}, visit ${index}.</p>`
  return `${value} ${side === 'server' ? 'B' : 'C'}`
}

function rotated(options: readonly string[], value: Json, step: number): string {
  const at = typeof value === 'string' ? options.indexOf(value) : -1
  return options[(at + step) % options.length] ?? ''
}

/** A row that serves as an escalation and as an attachment alike. */
function newRow(side: Side, index: number): Json {
  const id = `${side}-${index}`
  return { row_id: id, file: id, file_name: `${id}.jpg`, escalated_at: '2026-03-04T14:00:00.000Z' }
}

function parsed(doc: Doc): Doc {
  const copy: Doc = JSON.parse(JSON.stringify(doc))
  return copy
}
