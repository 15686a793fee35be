import { Module } from '@nestjs/common'
import { OrganisationController } from './organisation.controller.ts'
import { OrganisationService } from './organisation.service.ts'

/** The organisation itself: what it is called, and how far it is in the rollout. */
@Module({ controllers: [OrganisationController], providers: [OrganisationService] })
export class OrganisationModule {}
