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
  /** Fields both sides changed, to different values. */
  readonly contested: readonly string[]
}

type Side = 'server' | 'device'

export const DOCTYPE = 'Ticket'
const ONE_SIDED = 3
/** How many fields are contested, document by document: none in half of them. */
const CONTESTED = [0, 1, 0, 2, 0, 1, 0, 3]

export function editedDocuments(count: number): readonly Case[] {
  const dice = throwDice(20_260_304)
  return Array.from({ length: count }, (_, index) => editedDocument(index, dice))
}

/** Each version is parsed on its own, as it comes from the database; the device's is its base overlaid. */
function editedDocument(index: number, dice: Dice): Case {
  const contestedCount = CONTESTED[index % CONTESTED.length] ?? 0
  const fields = dice.shuffled(Object.keys(TICKET))
  const contested = fields.slice(0, contestedCount)
  const byServer = fields.slice(contestedCount, contestedCount + ONE_SIDED)
  const byDevice = fields.slice(contestedCount + ONE_SIDED, contestedCount + 2 * ONE_SIDED)
  const base = parsed({ ...TICKET, subject: `${TICKET.subject} (${index})` })
  const change = parsed(edited(base, [...contested, ...byDevice], 'device', index))
  const server = parsed({ ...base, ...edited(base, [...contested, ...byServer], 'server', index) })
  return { name: `TKT-${index}`, base, server, client: { ...base, ...change }, change, contested }
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
