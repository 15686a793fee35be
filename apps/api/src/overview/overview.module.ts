import { Module } from '@nestjs/common'
import { OverviewController } from './overview.controller.ts'
import { OverviewService } from './overview.service.ts'
import { RowsService } from './rows.service.ts'

/** For admins: the measures of success, what waits, where conflicts come from, and the rows behind all of it. */
@Module({ controllers: [OverviewController], providers: [OverviewService, RowsService] })
export class OverviewModule {}
