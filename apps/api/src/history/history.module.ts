import { Module } from '@nestjs/common'
import { DocumentsController } from './documents.controller.ts'

/** Documents, one by one. */
@Module({ controllers: [DocumentsController] })
export class HistoryModule {}
