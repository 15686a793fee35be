import { Module } from '@nestjs/common'
import { RulesController } from './rules.controller.ts'

/** The rules as the server has them. */
@Module({ controllers: [RulesController] })
export class RulesModule {}
