import { Module } from '@nestjs/common'
import { MoveLinkedJob } from './move-linked.job.ts'

/** Documents that others link to: they are kept by a Frappe site, and those that link to them follow. */
@Module({ providers: [MoveLinkedJob] })
export class LinkedModule {}
