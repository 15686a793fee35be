import { Module } from '@nestjs/common'
import { RulesController } from './rules.controller.ts'
import { WorkbenchController } from './workbench.controller.ts'
import { WorkbenchService } from './workbench.service.ts'

/** The rules as the server has them, and a place to try others. */
@Module({ controllers: [RulesController, WorkbenchController], providers: [WorkbenchService] })
export class RulesModule {}
