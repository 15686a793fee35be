import { Inject, Injectable, type OnModuleInit } from '@nestjs/common'
import { Database } from '../../platform/prisma/database.ts'
import { Jobs } from '../../platform/queue/jobs.ts'
import { blobOf, keepThumbnail } from '../files.repository.ts'
import { STORAGE, type Storage } from '../storage/storage.ts'
import { makeThumbnail } from './make-thumbnail.ts'
import { MAKE_THUMBNAIL } from './task.ts'

/** Small pictures, made after the upload, so that nobody waits for them. Run twice, it makes the same one. */
@Injectable()
export class ThumbnailJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  onModuleInit(): void {
    this.jobs.register(MAKE_THUMBNAIL, (org, { sha256 }) => this.#make(org, sha256))
  }

  async #make(org: string, sha256: string): Promise<void> {
    const blob = await this.database.inOrganisation(org, (tx) => blobOf(tx, org, sha256))
    if (blob === null || blob.quarantine !== null) return
    const picture = await makeThumbnail(await this.storage.read(blob.storage_key))
    await this.database.inOrganisation(org, (tx) => keepThumbnail(tx, org, sha256, picture))
  }
}
