import { randomUUID } from 'node:crypto'
import type { Readable } from 'node:stream'
import type { UploadCreated } from '@dartwing/protocol'
import { Inject, Injectable, Logger } from '@nestjs/common'
import { ERRORS, Upload } from '@tus/server'
import { may } from '../../access/rights.ts'
import type { Account } from '../../access/tokens.ts'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { SETTINGS, type Settings } from '../../platform/settings.ts'
import { FILE, mayBringContent, seenFile } from '../seen-file.ts'
import { STORAGE, type Storage } from '../storage/storage.ts'
import { arrivingBody, checkedChunk } from './arriving-body.ts'
import { FinishService } from './finish.service.ts'
import { holdingUpload } from './held-upload.ts'
import {
  bytesTaken,
  deleteUpload,
  insertUpload,
  lockQuota,
  readUpload,
  type UploadRow,
} from './uploads.repository.ts'

const MEGABYTE = 1024 * 1024

export interface Chunk {
  readonly body: Readable
  readonly offset: number
  /** Null = the request does not say. */
  readonly length: number | null
  readonly checksum: string | null
}

export interface Standing extends UploadRow {
  /** Where it goes on. */
  readonly offset: number
}

/** Uploads belong to the account that began them, and are written to by one request at a time. */
@Injectable()
export class UploadsService {
  readonly #log = new Logger('Uploads')

  constructor(
    private readonly database: Database,
    private readonly finisher: FinishService,
    @Inject(STORAGE) private readonly storage: Storage,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  get bytesMax(): number {
    return this.settings.FILE_MAX_MB * MEGABYTE
  }

  async create(
    account: Account,
    org: string,
    { file, length }: { readonly file: string; readonly length: number },
  ): Promise<UploadCreated> {
    if (length > this.bytesMax) throw new ProblemException('file_too_large')
    const upload = { upload_id: randomUUID(), account_id: account.account_id, file, length }
    const expires_at = await this.database.inOrganisation(org, async (tx, now) => {
      await this.#assertMayBegin(tx, account, org, { file, length, now })
      return insertUpload(tx, org, upload)
    })
    await this.storage.arriving.create(new Upload({ id: upload.upload_id, size: length, offset: 0 }))
    // There is nothing to send of an empty file.
    if (length === 0) await this.offset(account, org, upload.upload_id)
    return { id: upload.upload_id, offset: 0, length, expires_at }
  }

  async #assertMayBegin(
    tx: Transaction,
    account: Account,
    org: string,
    { file, length, now }: { readonly file: string; readonly length: number; readonly now: string },
  ): Promise<void> {
    const seen = await seenFile(tx, account, org, file)
    if (!mayBringContent(seen, now)) throw new ProblemException('not_found')
    if (!may(FILE, seen.member.role, 'update')) throw new ProblemException('forbidden')
    const { size, state } = seen.document.data
    if (state === 'stored' || state === 'quarantined') throw new ProblemException('already_stored')
    if (typeof size === 'number' && size !== length) {
      const message = 'is not the size that the File document names'
      throw new ProblemException('malformed_request', { fields: [{ path: 'Upload-Length', message }] })
    }
    await lockQuota(tx, org)
    const { by_all, by_person } = await bytesTaken(tx, org, account.account_id)
    if (by_all + length > this.settings.FILES_QUOTA_MB * MEGABYTE) throw new ProblemException('quota')
    if (by_person + length > this.settings.FILES_QUOTA_PERSON_MB * MEGABYTE) {
      throw new ProblemException('quota', { detail: 'There is no more room for files of one person' })
    }
  }

  /** Where to go on. What has arrived whole without having been finished is finished first. */
  async offset(account: Account, org: string, id: string): Promise<Standing> {
    return this.#holding(account, org, id, async (upload) => {
      const offset = await this.#arrived(upload)
      if (offset === upload.length) await this.#finish(account, org, upload)
      return { ...upload, offset }
    })
  }

  async write(account: Account, org: string, id: string, chunk: Chunk): Promise<Standing> {
    return this.#holding(account, org, id, async (upload, stopped) => {
      const before = await this.#arrived(upload)
      if (before !== chunk.offset) throw new ProblemException('wrong_offset')
      const room = upload.length - before
      if ((chunk.length ?? 0) > room) throw new ProblemException('body_too_large')
      const offset = room === 0 ? before : await this.#append(upload, chunk, { before, room, stopped })
      if (offset === upload.length) await this.#finish(account, org, upload)
      return { ...upload, offset }
    })
  }

  async #append(
    { upload_id }: UploadRow,
    { body, checksum }: Chunk,
    {
      before,
      room,
      stopped,
    }: { readonly before: number; readonly room: number; readonly stopped: AbortSignal },
  ): Promise<number> {
    const arriving = arrivingBody(body, room, stopped)
    const bytes = checksum === null ? arriving.bytes : await checkedChunk(arriving.bytes, checksum)
    const after = await this.storage.arriving.write(bytes, upload_id, before).catch((error: unknown) => {
      // The disk is full, or the bucket does not answer: what has arrived stays, and the rest is for later.
      this.#log.error(`The store took no more of ${upload_id}: ${describe(error)}`)
      throw new ProblemException('unavailable')
    })
    if (stopped.aborted) throw new ProblemException('upload_busy')
    if (arriving.tooMuch()) throw new ProblemException('body_too_large')
    return after
  }

  async terminate(account: Account, org: string, id: string): Promise<void> {
    await this.#holding(account, org, id, async (upload) => {
      // What has become the content of a file is the file's.
      if (!upload.isFinished) await this.storage.remove(id)
      await this.database.inOrganisation(org, (tx) => deleteUpload(tx, org, id))
    })
  }

  async #arrived(upload: UploadRow): Promise<number> {
    if (upload.isFinished) return upload.length
    try {
      return (await this.storage.arriving.getUpload(upload.upload_id)).offset
    } catch (error) {
      // It was let in, and the server ended before there was a place for it.
      if (error === ERRORS.FILE_NOT_FOUND || error === ERRORS.FILE_NO_LONGER_EXISTS) {
        throw new ProblemException('upload_expired')
      }
      throw error
    }
  }

  async #finish(account: Account, org: string, upload: UploadRow): Promise<void> {
    if (!upload.isFinished) await this.finisher.finish(account, org, upload)
  }

  /** The caller's own upload, as it is once nobody else writes to it. */
  async #holding<T>(
    account: Account,
    org: string,
    id: string,
    work: (upload: UploadRow, stopped: AbortSignal) => Promise<T>,
  ): Promise<T> {
    await this.#own(account, org, id)
    return holdingUpload(this.database, org, id, async (stopped) =>
      work(await this.#own(account, org, id), stopped),
    )
  }

  /** Somebody else's is the same as none. */
  async #own(account: Account, org: string, id: string): Promise<UploadRow> {
    const upload = await this.database.inOrganisation(org, async (tx) => {
      const row = await readUpload(tx, org, id)
      if (row === null || row.account_id !== account.account_id) throw new ProblemException('not_found')
      await seenFile(tx, account, org, row.file)
      return row
    })
    if (upload.isOver) throw new ProblemException('upload_expired')
    return upload
  }
}

/** The stores throw plain objects too. */
function describe(error: unknown): string {
  return error instanceof Error ? error.message : JSON.stringify(error)
}
