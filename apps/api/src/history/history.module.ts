import { Module } from '@nestjs/common'
import { BranchesController } from './branches.controller.ts'
import { BranchesService } from './branches.service.ts'
import { DocumentsController } from './documents.controller.ts'
import { HistoryService } from './history.service.ts'

/** Documents, one by one, and what they were before. */
@Module({
  controllers: [BranchesController, DocumentsController],
  providers: [BranchesService, HistoryService],
})
export class HistoryModule {}
