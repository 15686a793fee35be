import { resolveResponse } from '@dartwing/protocol'
import type { Doc, Json } from '@dartwing/rules'
import type { Answer } from '../server/server.ts'
import { resultsOf, type Town } from './town.ts'

/** What may be wrong afterwards, each in words; nothing when it is as it must be. */

export function mustAllBe(answers: readonly Answer[], word: string): string[] {
  return answers.flatMap((answer) => {
    const words = resultsOf(answer).map(({ status }) => status)
    return words.length > 0 && words.every((one) => one === word)
      ? []
      : [`answered ${answer.status} ${words.join(', ')}`]
  })
}

export function mustBeTaken(answers: readonly Answer[]): string[] {
  return answers.flatMap((answer) => {
    const words = resultsOf(answer).map(({ status }) => status)
    const isTaken = words.length > 0 && words.every((one) => one === 'success' || one === 'conflict')
    return isTaken ? [] : [`answered ${answer.status} ${words.join(', ')}`]
  })
}

export async function versionIs(
  town: Town,
  doctype: string,
  name: string,
  version: number,
): Promise<string[]> {
  const is = (await town.document(doctype, name)).version
  return is === version ? [] : [`${name} is at version ${is}`]
}

export async function holds(town: Town, doctype: string, name: string, fields: Doc): Promise<string[]> {
  const { data } = await town.document(doctype, name)
  const lost = Object.entries(fields).filter(([field, value]) => data[field] !== value)
  return lost.map(([field]) => `${name} has lost ${field}`)
}

export async function counted(town: Town, name: string, more: number): Promise<string[]> {
  const { data } = await town.document('Dispatch Job', name)
  const rows: Json = data.parts_used ?? []
  const [row] = Array.isArray(rows) ? rows : []
  const quantity = typeof row === 'object' && row !== null && !Array.isArray(row) ? row.quantity : null
  return quantity === 1 + more ? [] : [`${name} counts ${JSON.stringify(rows)}, not ${1 + more}`]
}

/** Whoever was told that they decided has decided about what they had looked at. */
export function decidedAsSeen({ status, body }: Answer, revision: number): string[] {
  if (status !== 200) return []
  const now = resolveResponse.parse(JSON.parse(body)).conflict.revision
  return now === revision + 1 ? [] : [`seen at revision ${revision}, decided as ${now}`]
}

export async function decidedOnce(town: Town, id: string): Promise<string[]> {
  const rows = await town.rows<{ decisions: number }>(
    `SELECT (SELECT count(*) FROM conflict_event e WHERE e.conflict_id = c.conflict_id
        AND e.type IN ('resolved', 'timeout', 'auto_resolved', 'withdrawn'))::int AS decisions
     FROM conflict c WHERE c.conflict_id = $1::uuid AND c.state <> 'open'`,
    [id],
  )
  const [row] = rows
  if (row === undefined) return ['nobody decided']
  return row.decisions <= 1 ? [] : [`it was decided ${row.decisions} times`]
}
