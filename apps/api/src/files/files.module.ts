import { join } from 'node:path'
import { Module, type OnModuleInit } from '@nestjs/common'
import { HttpAdapterHost } from '@nestjs/core'
import type { FastifyAdapter } from '@nestjs/platform-fastify'
import { SETTINGS, type Settings } from '../platform/settings.ts'
import { CareJob } from './care/care.job.ts'
import { FilesController } from './reading/files.controller.ts'
import { ReadingService } from './reading/reading.service.ts'
import { localFolder } from './storage/local-folder.ts'
import { s3Bucket } from './storage/s3-bucket.ts'
import { STORAGE } from './storage/storage.ts'
import { ThumbnailJob } from './thumbnails/thumbnail.job.ts'
import { FinishService } from './uploads/finish.service.ts'
import { CHUNK_TYPE } from './uploads/upload-headers.ts'
import { UploadsController } from './uploads/uploads.controller.ts'
import { UploadsService } from './uploads/uploads.service.ts'

const storage = {
  provide: STORAGE,
  inject: [SETTINGS],
  useFactory: (settings: Settings) =>
    settings.FILES_S3_BUCKET === '' ? localFolder(join(settings.DATA_DIR, 'files')) : s3Bucket(settings),
}

/** The content of File documents: brought by resumable uploads, kept once, read by those who see its record. */
@Module({
  controllers: [UploadsController, FilesController],
  providers: [storage, UploadsService, FinishService, ReadingService, ThumbnailJob, CareJob],
})
export class FilesModule implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  onModuleInit(): void {
    // Read by whoever writes it to the store, as it arrives.
    this.host.httpAdapter
      .getInstance()
      .addContentTypeParser(CHUNK_TYPE, (_request, _payload, done) => done(null))
  }
}
