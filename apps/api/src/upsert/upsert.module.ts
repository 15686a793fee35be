import { Module } from '@nestjs/common'
import { UpsertController } from './upsert.controller.ts'
import { UpsertService } from './upsert.service.ts'

/** What devices send: admitted, authorised, decided, stored. */
@Module({ controllers: [UpsertController], providers: [UpsertService] })
export class UpsertModule {}
