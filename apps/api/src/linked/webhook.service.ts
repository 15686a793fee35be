import { createHash } from 'node:crypto'
import { organisationId, type WebhookAnswer } from '@dartwing/protocol'
import { canonicalJson, type Doc, resolveConflict, ruleSetHash, sameValue, uuid5 } from '@dartwing/rules'
import { Inject, Injectable } from '@nestjs/common'
import { CommitEvents, type Committed } from '../platform/events.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { retrying } from '../platform/prisma/retry.ts'
import { ProblemException } from '../platform/problem/problem.ts'
import { authSecrets, SETTINGS, type Settings } from '../platform/settings.ts'
import { EMPTY_RESULT, type Receipt, readReceipts } from '../store/ledger.sql.ts'
import { docOf, type StoredDocument } from '../store/stored-document.ts'
import { WriteUnit } from '../store/write-unit.ts'
import { decideDelivery } from './decide-delivery.ts'
import { lockSiteState, webhookRevisionOf, writeSiteState } from './site.repository.ts'
import { type SiteDocument, toSiteDocument } from './site-document.ts'
import { isSigned, webhookSecret } from './webhook-secret.ts'

/** A site is nobody's account; its changes carry this name. */
const SITE = { account_id: '00000000-0000-0000-0000-000000000000', author: 'frappe' }
const DELETION = 'on_trash'
const ATTEMPTS = 8

export interface Delivery {
  readonly org: string
  readonly event: string
  readonly signature: string
  readonly body: Buffer
}

/** What a Frappe site tells about its documents: an ordinary write with a receipt of its own. */
@Injectable()
export class WebhookService {
  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async receive(delivery: Delivery): Promise<WebhookAnswer> {
    await this.#assertSigned(delivery)
    const said = toSiteDocument(delivery.body)
    const { answer, committed } = await retrying(ATTEMPTS, () =>
      this.database.inOrganisation(delivery.org, (tx, now) => apply(tx, delivery, said, now)),
    )
    if (committed !== null) this.events.publish(committed)
    return answer
  }

  /** An organisation that does not exist and a signature that is wrong look the same. */
  async #assertSigned({ org, signature, body }: Delivery): Promise<void> {
    if (!organisationId.safeParse(org).success) throw new ProblemException('not_found')
    const revision = await this.database.inOrganisation(org, (tx) => webhookRevisionOf(tx, org))
    // The one before stays good until the next is made, so that a site can be given the new one in peace.
    const secrets = [revision ?? 0, (revision ?? 0) - 1].flatMap((number) =>
      authSecrets(this.settings).map((secret) => webhookSecret(secret, org, number)),
    )
    if (!isSigned(body, signature, secrets) || revision === null) throw new ProblemException('not_found')
  }
}

interface Applied {
  readonly answer: WebhookAnswer
  readonly committed: Committed | null
}

async function apply(tx: Transaction, delivery: Delivery, said: SiteDocument, now: string): Promise<Applied> {
  const { org, event, body } = delivery
  const { rule, name } = said
  const key = { doctype: rule.name, name }
  const content_hash = createHash('sha256').update(body).digest('hex')
  const mutation_id = uuid5(`frappe ${org} ${event === DELETION ? event : 'state'} ${content_hash}`)
  const unit = await WriteUnit.open(tx, org, now, [key])
  const earlier = (await readReceipts(tx, org, [mutation_id])).get(mutation_id)
  if (earlier !== undefined) {
    return { answer: { status: 'duplicate', version: earlier.version }, committed: null }
  }
  const before = unit.document(rule.name, name)
  const last = await lockSiteState(tx, org, key)
  const state = { modified: said.modified, deleted: event === DELETION }
  const { isLatest, applies } = decideDelivery(state, last, before)
  if (isLatest) await writeSiteState(tx, org, key, { state, isFirst: last === null })
  if (applies) write(unit, said, { mutation_id, before, isDeletion: state.deleted })
  const version = unit.document(rule.name, name)?.version ?? null
  const op = state.deleted
    ? 'delete'
    : before === undefined
      ? 'insert'
      : before.deleted
        ? 'undelete'
        : 'update'
  unit.acknowledge({
    ...receiptOf(applies),
    mutation_id,
    content_hash,
    op,
    ...key,
    version,
    sent: { event, modified: said.modified, data: said.data },
  })
  return { answer: { status: applies ? 'applied' : 'stale', version }, committed: await unit.commit() }
}

interface Writing {
  readonly mutation_id: string
  readonly before: StoredDocument | undefined
  readonly isDeletion: boolean
}

/** A field that is not sent is untouched, so a site may send less than the whole document. */
function write(unit: WriteUnit, { rule, name, data }: SiteDocument, writing: Writing): void {
  const server = docOf(writing.before) ?? null
  const changes = Object.entries(data).filter(
    ([field, value]) => !sameValue(rule.name, field, value, server?.[field] ?? null),
  )
  const client: Doc = { ...server, ...Object.fromEntries(changes) }
  const versions = server === null ? { base: null, client } : { base: server, server, client }
  const doc = writing.isDeletion ? null : resolveConflict(rule.name, versions).doc
  if (doc !== null && server !== null && canonicalJson(doc) === canonicalJson(server)) return
  const { mutation_id } = writing
  const effective_at = unit.now
  unit.accept({ rule, name, data: doc, author: SITE.author, device_id: null, mutation_id, effective_at })
}

function receiptOf(
  applies: boolean,
): Omit<Receipt, 'mutation_id' | 'content_hash' | 'op' | 'doctype' | 'name' | 'version' | 'sent'> {
  const error = applies ? null : { code: 'stale', message: 'Something newer was there before.' }
  return {
    account_id: SITE.account_id,
    device_id: null,
    sync_id: null,
    base_version: null,
    status: applies ? 'success' : 'rejected',
    rule_set: ruleSetHash(),
    result: { ...EMPTY_RESULT, error },
  }
}
