import { ENDPOINTS, type Organisation, organisation, type StageRequest } from '@dartwing/protocol'
import { queryOptions } from '@tanstack/react-query'
import { request } from '../../../lib/http/request.ts'
import { WITHOUT_NETWORK } from './without-network.ts'

export function organisationOptions(org: string) {
  return queryOptions({
    queryKey: ['organisation', org],
    ...WITHOUT_NETWORK,
    queryFn: ({ signal }) => request(organisation, ENDPOINTS.organisation, { query: { org }, signal }),
  })
}

export function moveStage(org: string, body: StageRequest): Promise<Organisation> {
  return request(organisation, ENDPOINTS.organisationStage, { method: 'POST', query: { org }, body })
}
