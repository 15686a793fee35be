import { Module } from '@nestjs/common'
import { ActsController } from './acts/acts.controller.ts'
import { ActsService } from './acts/acts.service.ts'
import { BranchesController } from './branches.controller.ts'
import { BranchesService } from './branches.service.ts'
import { DigestController } from './digest/digest.controller.ts'
import { DigestService } from './digest/digest.service.ts'
import { DocumentsController } from './documents.controller.ts'
import { HistoryService } from './history.service.ts'

/** Documents, one by one, what they were before, and who decided what about them. */
@Module({
  controllers: [ActsController, BranchesController, DigestController, DocumentsController],
  providers: [ActsService, BranchesService, DigestService, HistoryService],
})
export class HistoryModule {}
