import { type ReplayResponse, replayRequest } from '@dartwing/protocol'
import { ruleSetHash } from '@dartwing/rules'
import type { z } from 'zod'
import type { Statements } from '../../platform/prisma/database.ts'
import { checkedCandidate, ruleOf } from '../checked-candidate.ts'
import { latestConflicts, onlyRead, readRecorded } from '../recorded.sql.ts'
import { type Rivals, Tally } from './tally.ts'

/** Between two pages others have their turn. */
const PAGE = 250

/** Runs `work` in a transaction of the organisation. */
export type InOrganisation = <T>(work: (tx: Statements) => Promise<T>) => Promise<T>

/** What candidates would have decided otherwise about the latest conflicts of their DocTypes. */
export async function replay(
  org: string,
  { candidates, last, list }: z.output<typeof replayRequest>,
  inOrganisation: InOrganisation,
): Promise<ReplayResponse> {
  const rivals = new Map(
    Object.entries(candidates).map(([doctype, entry]): [string, Rivals] => [
      doctype,
      { inForce: ruleOf(doctype), candidate: checkedCandidate(doctype, entry) },
    ]),
  )
  const tally = new Tally(rivals, list)
  const reading = <T>(read: (tx: Statements) => Promise<T>) =>
    inOrganisation(async (tx) => {
      await onlyRead(tx)
      return read(tx)
    })
  const ids = await reading((tx) => latestConflicts(tx, org, [...rivals.keys()], last))
  for (let start = 0; start < ids.length; start += PAGE) {
    const page = await reading((tx) => readRecorded(tx, org, ids.slice(start, start + PAGE)))
    for (const record of page) tally.add(record)
  }
  return tally.toResponse(ruleSetHash())
}
