import { Module } from '@nestjs/common'
import { BulkController } from './bulk/bulk.controller.ts'
import { BulkService } from './bulk/bulk.service.ts'
import { ConflictQueries } from './conflict-queries.ts'
import { ConflictsController } from './conflicts.controller.ts'
import { ExtensionsService } from './deadline/extensions.service.ts'
import { TimersController } from './deadline/timers.controller.ts'
import { TimersService } from './deadline/timers.service.ts'
import { DeadlinesJob } from './deadlines.job.ts'
import { GuardedChanges } from './guarded-changes.ts'
import { AssignmentsService } from './people/assignments.service.ts'
import { PeopleController } from './people/people.controller.ts'
import { PresenceService } from './people/presence.service.ts'
import { TellOpenedJob } from './people/tell-opened.job.ts'
import { ResolutionsService } from './resolutions.service.ts'
import { UndoService } from './undo/undo.service.ts'

/** What waits for a person: the queue, one item, its preview and its resolution, and the deadline. */
@Module({
  controllers: [BulkController, ConflictsController, PeopleController, TimersController],
  providers: [
    ConflictQueries,
    GuardedChanges,
    ResolutionsService,
    UndoService,
    ExtensionsService,
    TimersService,
    BulkService,
    AssignmentsService,
    PresenceService,
    DeadlinesJob,
    TellOpenedJob,
  ],
})
export class ConflictsModule {}
