import { ENDPOINTS, WEBHOOK_BYTES_MAX } from '@dartwing/protocol'
import type { FastifyInstance } from 'fastify'

const PREFIX = ENDPOINTS.frappeWebhook.replace(/:org$/, '')
const RAW = 'application/x-frappe-webhook'

/**
 * Frappe sends JSON without saying so, and signs its bytes: whatever a webhook's body calls itself, it is
 * handed on as it came.
 */
export function acceptRawWebhooks(fastify: FastifyInstance): void {
  fastify.addHook('onRequest', async (request) => {
    if (request.url.startsWith(PREFIX)) request.raw.headers['content-type'] = RAW
  })
  fastify.addContentTypeParser(
    RAW,
    { parseAs: 'buffer', bodyLimit: WEBHOOK_BYTES_MAX },
    (_request, body, done) => done(null, body),
  )
}
