import { Global, Inject, Module, type OnApplicationBootstrap } from '@nestjs/common'
import { APP_GUARD } from '@nestjs/core'
import { Database } from '../platform/prisma/database.ts'
import { SETTINGS, type Settings } from '../platform/settings.ts'
import { AccessController } from './access.controller.ts'
import { AccessGuard } from './access.guard.ts'
import { ensureDemoAccounts } from './demo-accounts.ts'
import { ExpiryJob } from './expiry.job.ts'
import { LinksController } from './members/links.controller.ts'
import { LinksService } from './members/links.service.ts'
import { MembersController } from './members/members.controller.ts'
import { MembersService } from './members/members.service.ts'
import { Issuer } from './oidc/issuer.ts'
import { OidcController } from './oidc/oidc.controller.ts'
import { OidcService } from './oidc/oidc.service.ts'
import { SessionsService } from './sessions/sessions.service.ts'
import { Tokens } from './tokens.ts'

/** Who is asking, and what they may. Serves every other room. */
@Global()
@Module({
  controllers: [AccessController, OidcController, MembersController, LinksController],
  providers: [
    Tokens,
    SessionsService,
    MembersService,
    LinksService,
    ExpiryJob,
    Issuer,
    OidcService,
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [Tokens, SessionsService],
})
export class AccessModule implements OnApplicationBootstrap {
  constructor(
    private readonly database: Database,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (this.settings.DEMO) await ensureDemoAccounts(this.database)
  }
}
