/** One answer per operation, in order: what was decided now, what the ledger says, or why it was refused. */
import type { ItemResult } from '@dartwing/protocol'
import type { Member } from '../access/rights.ts'
import type { DocumentKey } from '../store/documents.sql.ts'
import type { KnownReceipt } from '../store/ledger.sql.ts'
import type { StoredDocument } from '../store/stored-document.ts'
import type { WriteUnit } from '../store/write-unit.ts'
import { type Admitted, isRefusal, type Refusal, refusal } from './admit/admit-item.ts'
import type { Settled } from './settle/batch.ts'
import { type Answer, toRefusal, toResult } from './to-result.ts'

type Reply = Answer | ItemResult

export type DocumentOf = (doctype: string, name: string) => StoredDocument | undefined

interface Answering {
  readonly member: Member
  readonly admitted: readonly (Admitted | Refusal)[]
  /** The first item of each id. */
  readonly wanted: ReadonlyMap<string, Admitted>
  readonly known: ReadonlyMap<string, KnownReceipt>
  readonly answers: ReadonlyMap<string, Answer>
  readonly now: string
}

export function repliesTo(
  operations: readonly unknown[],
  { member, admitted, wanted, known, answers, now }: Answering,
): Reply[] {
  const seen = new Set<string>()
  return admitted.map((admission, index): Reply => {
    if (isRefusal(admission)) return toRefusal(operations[index], admission, now)
    const { mutation_id } = admission.operation
    const isRepeat = seen.has(mutation_id)
    seen.add(mutation_id)
    const earlier = known.get(mutation_id)
    const isSame =
      earlier === undefined
        ? admission.content_hash === wanted.get(mutation_id)?.content_hash
        : earlier.account_id === member.account_id && earlier.content_hash === admission.content_hash
    if (!isSame) return toRefusal(operations[index], refusal('mutation_id_reuse'), now)
    if (earlier !== undefined) return answerOf(admission, earlier, true)
    const answer = answers.get(mutation_id)
    if (answer === undefined) throw new Error(`Mutation ${mutation_id} was not settled`)
    return { ...answer, replayed: isRepeat }
  })
}

/** The documents that answers are about and nobody has read yet: those of earlier mutations. */
export function unreadOf(replies: readonly Reply[], unit: WriteUnit): DocumentKey[] {
  return replies.flatMap((reply) =>
    isAnswer(reply) && reply.name !== null && unit.document(reply.doctype, reply.name) === undefined
      ? [{ doctype: reply.doctype, name: reply.name }]
      : [],
  )
}

export function resultsOf(
  member: Member,
  replies: readonly Reply[],
  documentOf: DocumentOf,
  now: string,
): ItemResult[] {
  return replies.map((reply) => {
    if (!isAnswer(reply)) return reply
    const { doctype, name, status } = reply
    const document = name === null || status === 'rejected' ? undefined : documentOf(doctype, name)
    return toResult(member, reply, document, now)
  })
}

export function answerOf(
  { operation }: Admitted,
  settled: Pick<Settled, 'name' | 'version' | 'result'> & { readonly status: string },
  replayed: boolean,
): Answer {
  return {
    mutation_id: operation.mutation_id,
    doctype: operation.doctype,
    name: settled.name,
    status: statusOf(settled.status),
    version: settled.version,
    result: settled.result,
    sent: operation.data ?? null,
    replayed,
  }
}

function isAnswer(reply: Reply): reply is Answer {
  return 'sent' in reply
}

function statusOf(word: string): ItemResult['status'] {
  if (word === 'success' || word === 'conflict' || word === 'conflict_manual' || word === 'rejected')
    return word
  throw new Error(`Unknown status in the ledger: ${word}`)
}
