import {
  CHECKSUM_ALGORITHMS,
  ENDPOINTS,
  TUS_EXTENSIONS,
  TUS_VERSION,
  type UploadCreated,
  uploadCreated,
} from '@dartwing/protocol'
import { Controller, Delete, Head, Options, Param, Patch, Post, Query, Req, Res } from '@nestjs/common'
import { ApiBearerAuth, ApiHeader, ApiQuery, ApiTags } from '@nestjs/swagger'
import { Metadata } from '@tus/server'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { Caller } from '../../access/access.guard.ts'
import { organisationFor } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Answers } from '../../platform/answers.ts'
import { LimitedAs } from '../../platform/limits/limited-as.ts'
import { Database } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { assertTus, bytesIn, CHUNK_TYPE, header, newUpload } from './upload-headers.ts'
import { type Standing, UploadsService } from './uploads.service.ts'

/** Resumable uploads, as tus describes them: https://tus.io/protocols/resumable-upload */
@ApiTags('files')
@ApiBearerAuth()
@ApiHeader({ name: 'Tus-Resumable', description: TUS_VERSION })
@LimitedAs('upload')
@Controller()
export class UploadsController {
  constructor(
    private readonly database: Database,
    private readonly uploads: UploadsService,
  ) {}

  @Options(ENDPOINTS.uploads)
  @Answers(204, null)
  options(@Res({ passthrough: true }) reply: FastifyReply): void {
    void reply.headers({
      'tus-resumable': TUS_VERSION,
      'tus-version': TUS_VERSION,
      'tus-extension': TUS_EXTENSIONS.join(','),
      'tus-checksum-algorithm': CHECKSUM_ALGORITHMS.join(','),
      'tus-max-size': String(this.uploads.bytesMax),
    })
  }

  @Post(ENDPOINTS.uploads)
  @ApiHeader({ name: 'Upload-Length', description: 'All of it, in bytes.' })
  @ApiHeader({
    name: 'Upload-Metadata',
    description: '`org` and `file` (the name of the File document), in base64.',
  })
  @Answers(
    201,
    uploadCreated,
    ...(['malformed_request', 'not_found', 'forbidden', 'already_stored', 'tus_version'] as const),
    ...(['file_too_large', 'quota', 'hash_mismatch', 'not_supported'] as const),
  )
  async create(
    @Caller() account: Account,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<UploadCreated> {
    assertTus(request)
    const { org, file, length } = newUpload(request)
    const created = await this.uploads.create(account, org, { file, length })
    // Relative: which address the server is asked by is not for a request to say.
    void reply.header('location', `${ENDPOINTS.uploads}/${created.id}?org=${encodeURIComponent(org)}`)
    const hasChunk = header(request, 'content-type') === CHUNK_TYPE && length > 0
    const { offset } = hasChunk
      ? await this.uploads.write(account, org, created.id, { ...chunkOf(request), offset: 0 })
      : created
    void reply.headers({ 'tus-resumable': TUS_VERSION, 'upload-offset': String(offset) })
    void reply.header('upload-expires', new Date(created.expires_at).toUTCString())
    return { ...created, offset }
  }

  @Head(ENDPOINTS.upload)
  @ApiQuery({ name: 'org', required: false })
  @Answers(204, null, 'not_found', 'upload_expired', 'upload_busy', 'tus_version', 'hash_mismatch')
  async offset(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') named: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const org = await this.#organisation(account, request, id, named)
    const standing = await this.uploads.offset(account, org, id)
    const { length, file } = standing
    void reply.headers({ ...tellStanding(standing), 'upload-length': String(length) })
    void reply.header('upload-metadata', Metadata.stringify({ org, file }))
  }

  @Patch(ENDPOINTS.upload)
  @ApiQuery({ name: 'org', required: false })
  @ApiHeader({ name: 'Upload-Offset', description: 'Where these bytes begin.' })
  @ApiHeader({
    name: 'Upload-Checksum',
    required: false,
    description: 'An algorithm and a digest in base64.',
  })
  @Answers(
    204,
    null,
    ...(['not_found', 'wrong_offset', 'upload_expired', 'tus_version', 'body_too_large'] as const),
    ...(['unsupported_media_type', 'file_type_refused', 'hash_mismatch', 'upload_busy'] as const),
    ...(['checksum_mismatch', 'malformed_request'] as const),
  )
  async write(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') named: string | undefined,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    const org = await this.#organisation(account, request, id, named)
    if (header(request, 'content-type') !== CHUNK_TYPE) throw new ProblemException('unsupported_media_type')
    const chunk = { ...chunkOf(request), offset: bytesIn(request, 'upload-offset') }
    void reply.headers(tellStanding(await this.uploads.write(account, org, id, chunk)))
  }

  @Delete(ENDPOINTS.upload)
  @ApiQuery({ name: 'org', required: false })
  @Answers(204, null, 'not_found', 'upload_busy', 'tus_version')
  async terminate(
    @Caller() account: Account,
    @Param('id') id: string,
    @Query('org') named: string | undefined,
    @Req() request: FastifyRequest,
  ): Promise<void> {
    const org = await this.#organisation(account, request, id, named)
    await this.uploads.terminate(account, org, id)
  }

  /** Of a request about an upload whose name can be one. */
  async #organisation(account: Account, request: FastifyRequest, id: string, named: string | undefined) {
    assertTus(request)
    if (!z.uuid().safeParse(id).success) throw new ProblemException('not_found')
    return organisationFor(this.database, account, named)
  }
}

function tellStanding({ offset, expires_at }: Standing): Record<string, string> {
  return {
    'tus-resumable': TUS_VERSION,
    'upload-offset': String(offset),
    'upload-expires': new Date(expires_at).toUTCString(),
    'cache-control': 'no-store',
  }
}

function chunkOf(request: FastifyRequest) {
  const length = header(request, 'content-length')
  return {
    body: request.raw,
    length: length === null ? null : Number(length),
    checksum: header(request, 'upload-checksum'),
  }
}
