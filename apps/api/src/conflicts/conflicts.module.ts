import { Module } from '@nestjs/common'
import { ConflictQueries } from './conflict-queries.ts'
import { ConflictsController } from './conflicts.controller.ts'
import { ExtensionsService } from './deadline/extensions.service.ts'
import { DeadlinesJob } from './deadlines.job.ts'
import { GuardedChanges } from './guarded-changes.ts'
import { ResolutionsService } from './resolutions.service.ts'
import { UndoService } from './undo/undo.service.ts'

/** What waits for a person: the queue, one item, its preview and its resolution, and the deadline. */
@Module({
  controllers: [ConflictsController],
  providers: [
    ConflictQueries,
    GuardedChanges,
    ResolutionsService,
    UndoService,
    ExtensionsService,
    DeadlinesJob,
  ],
})
export class ConflictsModule {}
