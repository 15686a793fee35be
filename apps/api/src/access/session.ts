import type { Session } from '@dartwing/protocol'

export type OrganisationMembershipView = Session['organisations'][number]
