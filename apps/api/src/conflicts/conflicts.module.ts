import { Module } from '@nestjs/common'
import { ConflictQueries } from './conflict-queries.ts'
import { ConflictsController } from './conflicts.controller.ts'
import { DeadlinesJob } from './deadlines.job.ts'
import { ResolutionsService } from './resolutions.service.ts'

/** What waits for a person: the queue, one item, its preview and its resolution, and the deadline. */
@Module({
  controllers: [ConflictsController],
  providers: [ConflictQueries, ResolutionsService, DeadlinesJob],
})
export class ConflictsModule {}
