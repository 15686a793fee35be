import { type ItemResult, itemResult } from '@dartwing/protocol'
import type { Json } from '@dartwing/rules'
import { text, toJson } from '../local/columns.ts'
import type { SqlRow, Statements } from '../local/driver.ts'
import type { DocumentKey } from '../local/queue.ts'

type FieldDecision = ItemResult['decisions'][number]

/** What the server decided about one field of a change made here, and why: "your value was overruled because". */
export interface Decision extends FieldDecision {
  /** The change it was about. */
  readonly mutation_id: string
  /** By the server's clock. */
  readonly decided_at: string
  /** The value that is not in the document; null when no side lost, or lost nothing. */
  readonly lost: Json
}

/** Enough to tell a person about the last few changes of a record; the server keeps the whole history. */
const KEPT_PER_DOCUMENT = 20

const fieldDecision = itemResult.shape.decisions.element

export async function noteDecisions(
  tx: Statements,
  key: DocumentKey,
  { mutation_id, server_ts, decisions }: ItemResult,
): Promise<void> {
  if (decisions.length === 0) return
  for (const decision of decisions) {
    await tx.run(
      `INSERT INTO decision (doctype, name, mutation_id, field, decided_at, content) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (mutation_id, field) DO NOTHING`,
      [key.doctype, key.name, mutation_id, decision.field, server_ts, toJson(decision)],
    )
  }
  await tx.run(
    `DELETE FROM decision WHERE doctype = ?1 AND name = ?2 AND position NOT IN (
       SELECT position FROM decision WHERE doctype = ?1 AND name = ?2 ORDER BY position DESC LIMIT ?3)`,
    [key.doctype, key.name, KEPT_PER_DOCUMENT],
  )
}

/** The newest first. */
export async function readDecisions(db: Statements, key: DocumentKey): Promise<Decision[]> {
  const rows = await db.all(
    `SELECT mutation_id, decided_at, content FROM decision
     WHERE doctype = ? AND name = ? ORDER BY position DESC`,
    [key.doctype, key.name],
  )
  return rows.map(toDecision)
}

/** They show the server's values: out of sight is out of sight. */
export async function forgetDecisions(tx: Statements, key: DocumentKey): Promise<void> {
  await tx.run('DELETE FROM decision WHERE doctype = ? AND name = ?', [key.doctype, key.name])
}

function toDecision(row: SqlRow): Decision {
  const decision = fieldDecision.parse(JSON.parse(text(row, 'content')))
  return {
    ...decision,
    mutation_id: text(row, 'mutation_id'),
    decided_at: text(row, 'decided_at'),
    lost: loserOf(decision),
  }
}

function loserOf({ winner, server, client }: FieldDecision): Json {
  if (winner === 'server') return client ?? null
  return winner === 'client' ? (server ?? null) : null
}
