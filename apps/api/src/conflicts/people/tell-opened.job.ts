import { Injectable, type OnModuleInit } from '@nestjs/common'
import { CommitEvents } from '../../platform/events.ts'
import { Database } from '../../platform/prisma/database.ts'
import { Jobs } from '../../platform/queue/jobs.ts'
import { TELL_DECIDERS } from '../../store/conflicts/opened.ts'
import { readConflict } from '../conflicts.repository.ts'
import { tellDeciders } from './tell-deciders.ts'

/** After a conflict has been opened, says so to those who may decide. Nobody is told of one that is settled by then. */
@Injectable()
export class TellOpenedJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register(TELL_DECIDERS, (org, { conflict_ids }) => this.#tell(org, conflict_ids))
  }

  async #tell(org: string, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const committed = await this.database.inOrganisation(org, async (tx, now) => {
        const conflict = await readConflict(tx, org, id)
        if (conflict === undefined || conflict.state !== 'open') return null
        const message = `${conflict.doctype} ${conflict.title} needs a decision.`
        return tellDeciders(tx, org, [{ conflict, kind: 'needs_you', message }], now)
      })
      if (committed !== null) this.events.publish(committed)
    }
  }
}
