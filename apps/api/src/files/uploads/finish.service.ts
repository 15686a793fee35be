import type { FileState } from '@dartwing/protocol'
import { ruleSetHash, uuid5 } from '@dartwing/rules'
import { Inject, Injectable } from '@nestjs/common'
import { adminsOf } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { CommitEvents, type Committed } from '../../platform/events.ts'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { retrying } from '../../platform/prisma/retry.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { Jobs } from '../../platform/queue/jobs.ts'
import { SETTINGS, type Settings } from '../../platform/settings.ts'
import { EMPTY_RESULT } from '../../store/ledger.sql.ts'
import type { StoredDocument } from '../../store/stored-document.ts'
import { WriteUnit } from '../../store/write-unit.ts'
import { giveContent, keepBlob } from '../files.repository.ts'
import { FILE, mayBringContent, seenFile } from '../seen-file.ts'
import { STORAGE, type Storage } from '../storage/storage.ts'
import { MAKE_THUMBNAIL, mayHaveThumbnail } from '../thumbnails/task.ts'
import { type Content, isProgram, lookAt } from './content.ts'
import { scan } from './scanner.ts'
import { deleteUpload, markFinished, type UploadRow } from './uploads.repository.ts'

const ATTEMPTS = 8

interface Keeping {
  readonly account: Account
  readonly org: string
  readonly upload: UploadRow
  readonly content: Content & { readonly quarantine: string | null }
  readonly now: string
}

interface Finished {
  readonly committed: Committed
  /** Where the content is kept: elsewhere, if it was here before. */
  readonly storage_key: string
}

/**
 * The end of an upload: is it what the document says, and may it still be brought? Then the document says, by an
 * ordinary write, that its content is here.
 */
@Injectable()
export class FinishService {
  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
    private readonly jobs: Jobs,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** What is refused here stays where it is, but for programs; it may be asked again. */
  async finish(account: Account, org: string, upload: UploadRow): Promise<void> {
    const { upload_id } = upload
    await this.storage.settle(upload_id, upload.length)
    const content = await lookAt(await this.storage.read(upload_id))
    if (isProgram(content)) {
      await this.storage.remove(upload_id)
      await this.database.inOrganisation(org, (tx) => deleteUpload(tx, org, upload_id))
      throw new ProblemException('file_type_refused')
    }
    const quarantine = await this.#harmIn(upload_id)
    const keeping = { account, org, upload, content: { ...content, quarantine } }
    const { committed, storage_key } = await retrying(ATTEMPTS, () =>
      this.database.inOrganisation(org, (tx, now) => this.#keep(tx, { ...keeping, now })),
    )
    this.events.publish(committed)
    if (storage_key !== upload_id) await this.storage.remove(upload_id)
  }

  /** What a scanner finds in it; null = nothing, or nobody looks. */
  async #harmIn(upload_id: string): Promise<string | null> {
    const { FILES_SCANNER } = this.settings
    return FILES_SCANNER === '' ? null : scan(FILES_SCANNER, await this.storage.read(upload_id))
  }

  async #keep(tx: Transaction, { account, org, upload, content, now }: Keeping): Promise<Finished> {
    const { file, upload_id } = upload
    const unit = await WriteUnit.open(tx, org, now, [{ doctype: FILE.name, name: file }])
    const seen = await seenFile(tx, account, org, file)
    if (!mayBringContent(seen, now)) throw new ProblemException('not_found')
    const { sha256 } = content
    if (seen.document.data.sha256 !== sha256) throw new ProblemException('hash_mismatch')
    const kept = await keepBlob(tx, org, { ...content, storage_key: upload_id })
    await giveContent(tx, org, { file, sha256, account_id: account.account_id })
    await markFinished(tx, org, upload_id)
    const state: FileState = kept.quarantine === null ? 'stored' : 'quarantined'
    if (seen.document.data.state !== state)
      sayState(unit, { account, upload, content, before: seen.document, state })
    if (kept.quarantine !== null) tellAdmins(unit, await adminsOf(tx, org), seen.document, kept.quarantine)
    if (kept.isNew && mayHaveThumbnail(content)) await this.jobs.enqueue(tx, MAKE_THUMBNAIL, { sha256 })
    return { committed: await unit.commit(), storage_key: kept.storage_key }
  }
}

function sayState(
  unit: WriteUnit,
  {
    account,
    upload,
    content,
    before,
    state,
  }: Omit<Keeping, 'org' | 'now'> & {
    readonly before: StoredDocument
    readonly state: FileState
  },
): void {
  const { upload_id, file: name } = upload
  const { sha256, size } = content
  const mutation_id = uuid5(`file ${unit.org} ${upload_id}`)
  const data = { ...before.data, size, state }
  const effective_at = unit.now
  const author = account.email
  const { version } = unit.accept({
    rule: FILE,
    name,
    data,
    author,
    device_id: null,
    mutation_id,
    effective_at,
  })
  unit.acknowledge({
    mutation_id,
    account_id: account.account_id,
    device_id: null,
    sync_id: null,
    content_hash: sha256,
    op: 'update',
    doctype: FILE.name,
    name,
    base_version: before.version,
    sent: { upload_id, sha256, size },
    status: 'success',
    version,
    result: EMPTY_RESULT,
    rule_set: ruleSetHash(),
  })
}

function tellAdmins(
  unit: WriteUnit,
  admins: readonly string[],
  { name, data }: StoredDocument,
  found: string,
): void {
  const title = typeof data.file_name === 'string' ? data.file_name : name
  const facts = { title, by: null, comment: found }
  const about = { doctype: FILE.name, name, conflict_id: null, kind: 'file_quarantined', facts } as const
  const message = `${title} is kept apart, because it may do harm: ${found}`
  for (const admin of admins) unit.notify(admin, about, { type: 'review_needed', field: 'state', message })
}
