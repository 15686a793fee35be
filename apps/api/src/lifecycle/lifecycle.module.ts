import { Module } from '@nestjs/common'
import { LifecycleJob } from './lifecycle.job.ts'

/** What becomes of documents with time. */
@Module({ providers: [LifecycleJob] })
export class LifecycleModule {}
