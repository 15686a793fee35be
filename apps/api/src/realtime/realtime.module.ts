import { Module } from '@nestjs/common'
import { SyncGateway } from './sync.gateway.ts'

/** The same rows as the feed, pushed after commit. */
@Module({ providers: [SyncGateway] })
export class RealtimeModule {}
