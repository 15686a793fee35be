import { Module } from '@nestjs/common'
import { DocumentsController } from './documents.controller.ts'
import { HistoryService } from './history.service.ts'

/** Documents, one by one, and what they were before. */
@Module({ controllers: [DocumentsController], providers: [HistoryService] })
export class HistoryModule {}
