import { PROTOCOL_VERSION } from '@dartwing/protocol'
import type { FastifyReply, FastifyRequest } from 'fastify'

const CSP = [
  "default-src 'self'",
  // The device in the browser keeps its database with SQLite as WebAssembly, which this allows and eval it does not.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  // 'self' covers the socket too.
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** What a browser may do with an answer, whichever it is. */
const HEADERS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-protocol-version': String(PROTOCOL_VERSION),
  'content-security-policy': CSP,
  // What is not a built file is somebody's, and of the moment.
  'cache-control': 'no-store',
}
const ONE_YEAR_SECONDS = 31_536_000

/** Those that the answer has already stay. */
export function addHeaders(request: FastifyRequest, reply: FastifyReply): void {
  void reply.header('x-request-id', request.id)
  for (const [name, value] of Object.entries(HEADERS)) {
    if (!reply.hasHeader(name)) void reply.header(name, value)
  }
  // Over plain HTTP a browser would ignore it. Behind a proxy this is what a trusted proxy says.
  if (request.protocol === 'https') {
    void reply.header('strict-transport-security', `max-age=${ONE_YEAR_SECONDS}; includeSubDomains`)
  }
}
