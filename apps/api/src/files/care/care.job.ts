import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import { z } from 'zod'
import { adminsOf, organisationIds } from '../../access/membership.repository.ts'
import { CommitEvents } from '../../platform/events.ts'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { Jobs, type Task } from '../../platform/queue/jobs.ts'
import { WriteUnit } from '../../store/write-unit.ts'
import { FILE } from '../seen-file.ts'
import { STORAGE, type Storage } from '../storage/storage.ts'
import { deleteUpload } from '../uploads/uploads.repository.ts'
import {
  deleteBlob,
  dropContentOfPurged,
  filesMissing,
  lockBlobsOfNobody,
  lockUploadsOver,
} from './care.sql.ts'

/** At night, UTC, after documents have been purged. */
const DAILY = '47 3 * * *'
const ONE_ORGANISATION: Task<object> = { name: 'files.care', payload: z.object({}) }
/** Few enough that a slow store removes them within one transaction. */
const CHUNK = 20
const MISSING_AFTER_DAYS = 7

/**
 * Throws away what nobody can ask for any more, and says what should have come. What is thrown away leaves the
 * store before the database: a run that was cut short is followed by one that removes what is not there.
 */
@Injectable()
export class CareJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
    private readonly jobs: Jobs,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  onModuleInit(): void {
    this.jobs.schedule('files', DAILY, () => this.#ofServer())
    this.jobs.register(ONE_ORGANISATION, (org) => this.ofOrganisation(org))
  }

  async #ofServer(): Promise<void> {
    for (const org of await this.database.acrossOrganisations(null, organisationIds)) {
      await this.database.inOrganisation(org, (tx) =>
        this.jobs.enqueue(tx, ONE_ORGANISATION, {}, { jobKey: 'files.care' }),
      )
    }
  }

  async ofOrganisation(org: string): Promise<void> {
    await this.#inChunks(org, (tx) => this.#dropUploads(tx, org))
    await this.database.inOrganisation(org, (tx) => dropContentOfPurged(tx, org))
    await this.#inChunks(org, (tx) => this.#dropBlobs(tx, org))
    await this.#tellOfMissing(org)
  }

  /** Until a chunk is not full. */
  async #inChunks(org: string, drop: (tx: Transaction) => Promise<number>): Promise<void> {
    for (let dropped = CHUNK; dropped === CHUNK; ) {
      dropped = await this.database.inOrganisation(org, drop)
    }
  }

  async #dropUploads(tx: Transaction, org: string): Promise<number> {
    const over = await lockUploadsOver(tx, org, CHUNK)
    for (const { upload_id, isKept } of over) {
      if (!isKept) await this.storage.remove(upload_id)
      await deleteUpload(tx, org, upload_id)
    }
    return over.length
  }

  async #dropBlobs(tx: Transaction, org: string): Promise<number> {
    const blobs = await lockBlobsOfNobody(tx, org, CHUNK)
    for (const { sha256, storage_key } of blobs) {
      await this.storage.remove(storage_key)
      await deleteBlob(tx, org, sha256)
    }
    return blobs.length
  }

  /** The device that has it may be lost: a person can ask. It is said once, and the file waits on. */
  async #tellOfMissing(org: string): Promise<void> {
    const committed = await this.database.inOrganisation(org, async (tx, now) => {
      const unit = await WriteUnit.open(tx, org, now, [])
      const admins = await adminsOf(tx, org)
      for (const { name, file_name } of await filesMissing(tx, org, MISSING_AFTER_DAYS)) {
        const message = `The content of ${file_name ?? name} has not arrived for ${MISSING_AFTER_DAYS} days.`
        for (const admin of admins) {
          const facts = { title: file_name ?? name, by: null }
          const about = { doctype: FILE.name, name, conflict_id: null, kind: 'file_missing', facts } as const
          unit.notify(admin, about, { type: 'review_needed', field: 'state', message })
        }
      }
      return unit.commit()
    })
    this.events.publish(committed)
  }
}
