import { clientValue, type FactChange, type Merge, sameIn } from '../merge/diff.ts'
import { factOf } from '../merge/facts.ts'
import { clientOverrules, held, serverStands, united, type Verdict } from '../merge/verdict.ts'
import type { Doc, Hold, Json } from '../shapes.ts'
import { sameByType } from '../values/equality.ts'
import { isEmpty, isObject, isSafeKey, own } from '../values/json.ts'
import type { ConflictHandler } from './handler.ts'

export const SIGNATURE_REVIEW = 'pending_signature_review'
const STATUS = 'validation_status'
const SIGNATURE = 'signature'
const ANSWERS = 'field_values'

/** Answers merge key by key, two signatures need a person, and only the server says that they do. */
export const FormSubmissionHandler: ConflictHandler = {
  owns: { [SIGNATURE]: 'person', [ANSWERS]: 'both' },

  admits(field: string, value: Json): boolean {
    return field !== STATUS || value !== SIGNATURE_REVIEW
  },

  settle(merge: Merge, change: FactChange): Verdict | undefined {
    if (change.fact.fields.includes(SIGNATURE)) return settleSignature(merge, change)
    if (change.fact.name === ANSWERS) return settleAnswers(merge, change)
    if (change.fact.name === STATUS) return refuseReview(merge, change)
    return undefined
  },

  amend(merge: Merge, verdicts: readonly Verdict[]): readonly Verdict[] {
    if (!verdicts.some((verdict) => verdict.kind === 'signature_review')) return verdicts
    const others = verdicts.filter((verdict) => verdict.change.fact.name !== STATUS)
    const own = verdicts.find((verdict) => verdict.change.fact.name === STATUS)
    return [...others, markForReview(merge, own)]
  },

  afterChoices(doc: Doc, hold: Hold): ReadonlyMap<string, Json> {
    if (hold.kind !== 'signature_review' || own(doc, STATUS) !== SIGNATURE_REVIEW) return new Map()
    return new Map([[STATUS, isEmpty(own(doc, SIGNATURE)) ? 'Draft' : 'Valid']])
  },
}

/** A conflict only where base, server and client all differ; a first capture is none. */
function settleSignature(merge: Merge, change: FactChange): Verdict | undefined {
  if (!change.byServer || !change.byClient || change.isEqual) return undefined
  const signature = change.fields.find(({ field }) => field === SIGNATURE)
  const [server, client] = [own(merge.server, SIGNATURE), clientValue(merge, SIGNATURE)]
  const isSame = sameIn(merge.compiled, SIGNATURE, server, client)
  if (signature?.byServer && signature.byClient && !isSame) return settleTwoSignatures(merge, change)
  const isServers = signature?.byServer && !isSame
  return isServers
    ? serverStands(merge, change, change.fact.rule)
    : clientOverrules(merge, change, change.fact.rule)
}

/** The client's is shown meanwhile, unless it is the absence of one. */
function settleTwoSignatures(merge: Merge, change: FactChange): Verdict {
  const rule = change.fact.rule
  const isServerEmpty = isEmpty(own(merge.server, SIGNATURE))
  const isClientEmpty = isEmpty(clientValue(merge, SIGNATURE))
  if (!merge.base && isClientEmpty) return serverStands(merge, change, rule)
  if (!merge.base && isServerEmpty) return clientOverrules(merge, change, rule)
  const values = isClientEmpty ? [] : clientOverrules(merge, change, rule).values
  return held(merge, change, rule, { kind: 'signature_review', values })
}

function settleAnswers(merge: Merge, change: FactChange): Verdict | undefined {
  const [base, server, client] = [
    merge.base && (own(merge.base, ANSWERS) ?? {}),
    own(merge.server, ANSWERS),
    own(merge.client, ANSWERS),
  ]
  if (!change.byServer || !change.byClient || change.isEqual) return undefined
  if (!isObject(server) || !isObject(client)) return undefined
  const merged = mergeAnswers(isObject(base) ? base : undefined, server, client)
  if (merged.isOverruling && merge.context.stale) return held(merge, change, change.fact.rule)
  const verdict = united(change, 'field_values:per_key', merged.answers, merged.isOverruling ? [ANSWERS] : [])
  return verdict
}

/** Three-way per key, the client first; a key the client does not have is untouched. */
function mergeAnswers(base: Doc | undefined, server: Doc, client: Doc) {
  let isOverruling = false
  const changes: [string, Json][] = []
  for (const key of Object.keys(client).filter(isSafeKey)) {
    const [was, here, there] = [base && own(base, key), own(server, key), own(client, key) ?? null]
    if (sameByType(undefined, here, there)) continue
    if (base ? sameByType(undefined, there, was) : isEmpty(there) && !isEmpty(here)) continue
    if (base ? !sameByType(undefined, here, was) : !isEmpty(here)) isOverruling = true
    changes.push([key, there])
  }
  return { answers: Object.fromEntries([...Object.entries(server), ...changes]), isOverruling }
}

/** A device may not ask for a review by writing the word. */
function refuseReview(merge: Merge, change: FactChange): Verdict | undefined {
  const isAsking = change.byClient && own(merge.client, STATUS) === SIGNATURE_REVIEW
  return isAsking && !change.isEqual ? serverStands(merge, change, 'server_only') : undefined
}

function markForReview(merge: Merge, verdict: Verdict | undefined): Verdict {
  const fact = factOf(merge.compiled, STATUS)
  const change = verdict?.change ?? { fact, fields: [], byServer: false, byClient: false, isEqual: true }
  const isOverruled = change.byClient && own(merge.client, STATUS) !== SIGNATURE_REVIEW
  return {
    change,
    winner: 'server',
    rule: 'signature_review',
    values: [{ field: STATUS, value: SIGNATURE_REVIEW }],
    overruled: isOverruled ? [STATUS] : [],
    pending: [],
  }
}
