import { organisationId, TUS_VERSION } from '@dartwing/protocol'
import { Metadata } from '@tus/server'
import type { FastifyRequest } from 'fastify'
import { ProblemException, parse } from '../../platform/problem/problem.ts'

export const CHUNK_TYPE = 'application/offset+octet-stream'

export interface NewUpload {
  readonly org: string
  readonly file: string
  readonly length: number
}

export function assertTus(request: FastifyRequest): void {
  if (header(request, 'tus-resumable') !== TUS_VERSION) throw new ProblemException('tus_version')
}

export function header({ headers }: FastifyRequest, name: string): string | null {
  const value = headers[name]
  return typeof value === 'string' ? value : null
}

/** A whole number of bytes, written plainly. */
export function bytesIn(request: FastifyRequest, name: string): number {
  const value = header(request, name) ?? ''
  if (!/^(0|[1-9]\d{0,14})$/.test(value)) throw malformed(name, 'must be a number of bytes')
  return Number(value)
}

/** What a new upload says of itself: how long it is and whose content it will be. Its name is nothing here. */
export function newUpload(request: FastifyRequest): NewUpload {
  // Uploads put together from others, and uploads without an end.
  if (header(request, 'upload-concat') !== null) throw new ProblemException('not_supported')
  const length = bytesIn(request, 'upload-length')
  if (header(request, 'upload-defer-length') !== null) throw new ProblemException('not_supported')
  const { org, file } = metadataOf(request)
  if (typeof file !== 'string' || file === '') throw malformed('upload-metadata', 'must name a file')
  return { org: parse(organisationId, org), file, length }
}

function metadataOf(request: FastifyRequest): Record<string, string | null> {
  try {
    return Metadata.parse(header(request, 'upload-metadata') ?? '')
  } catch {
    throw malformed('upload-metadata', 'must be keys with values in base64, with commas between')
  }
}

const malformed = (path: string, message: string) =>
  new ProblemException('malformed_request', { fields: [{ path, message }] })
