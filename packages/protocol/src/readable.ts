/**
 * The server's messages as a client reads them. A newer server may use words that are not known
 * here: one that decides what becomes of a change (the status of a result) must not be guessed, and keeps the
 * change in the queue; any other is read as the nearest word that does no harm.
 */
import { z } from 'zod'
import { organisationMembership, session } from './access/accounts.ts'
import { feedRow, goneReason, rowReason } from './documents.ts'
import { feedPage } from './feed.ts'
import { fieldDecision, itemResult, notice } from './upsert.ts'

function nearest<T extends z.ZodType>(known: T, otherwise: z.output<T>) {
  return z.union([known, z.string().transform(() => otherwise)])
}

/** Whatever the reason, the server has no content for us: the copy goes, what is queued about it stays. */
const gone = nearest(goneReason, 'out_of_scope')

export const readableRow = feedRow.extend({
  gone: gone.nullable(),
  reason: nearest(rowReason, 'write'),
})

export const readablePage = feedPage.extend({ rows: z.array(readableRow) })

export const readableResult = itemResult.extend({
  gone: gone.nullish(),
  conflict_strategy: nearest(itemResult.shape.conflict_strategy, null),
  decisions: z.array(fieldDecision.extend({ winner: nearest(fieldDecision.shape.winner, 'server') })),
  notifications: z.array(notice.extend({ type: nearest(notice.shape.type, 'document_changed') })),
})

/** Of a role that is not known, the least is expected. */
export const readableSession = session.extend({
  organisations: z.array(
    organisationMembership.extend({ role: nearest(organisationMembership.shape.role, 'technician') }),
  ),
})
