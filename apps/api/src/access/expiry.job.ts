import { Injectable, type OnModuleInit } from '@nestjs/common'
import { Database } from '../platform/prisma/database.ts'
import { Jobs } from '../platform/queue/jobs.ts'
import { deleteDeadLinks } from './members/links.repository.ts'
import { organisationIds } from './membership.repository.ts'
import { DEAD_TOKENS_MAX, deleteDeadTokens } from './sessions/refresh-tokens.repository.ts'

/** At night, UTC. */
const DAILY = '7 3 * * *'

/** Forgets sign-ins and links a month after they have ended. */
@Injectable()
export class ExpiryJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.schedule('access', DAILY, () => this.run())
  }

  async run(): Promise<void> {
    for (let deleted = DEAD_TOKENS_MAX; deleted === DEAD_TOKENS_MAX; ) {
      deleted = await this.database.acrossOrganisations(null, deleteDeadTokens)
    }
    for (const org of await this.database.acrossOrganisations(null, organisationIds)) {
      await this.database.inOrganisation(org, (tx) => deleteDeadLinks(tx, org))
    }
  }
}
