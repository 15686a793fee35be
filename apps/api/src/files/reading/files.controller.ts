import { Readable } from 'node:stream'
import { ENDPOINTS } from '@dartwing/protocol'
import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common'
import { ApiBearerAuth, ApiHeader, ApiQuery, ApiTags } from '@nestjs/swagger'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { Caller } from '../../access/access.guard.ts'
import { organisationFor } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { AnswersBytes } from '../../platform/answers.ts'
import { LimitedAs } from '../../platform/limits/limited-as.ts'
import { Database } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { STORAGE, type Storage } from '../storage/storage.ts'
import { rangeIn } from './byte-range.ts'
import { asDownload } from './content-disposition.ts'
import { type Readable as ReadableFile, ReadingService } from './reading.service.ts'

/** Whatever is in a file, it is nobody's page here, and no script of it runs. */
const HARMLESS = {
  'content-security-policy': "default-src 'none'; sandbox",
  'x-content-type-options': 'nosniff',
  // Kept by the browser, and asked about each time: the right to see it may have gone.
  'cache-control': 'private, no-cache',
}

@ApiTags('files')
@ApiBearerAuth()
@ApiQuery({ name: 'org', required: false })
@LimitedAs('feed')
@Controller()
export class FilesController {
  constructor(
    private readonly database: Database,
    private readonly reading: ReadingService,
    @Inject(STORAGE) private readonly storage: Storage,
  ) {}

  @Get(ENDPOINTS.file)
  @ApiHeader({ name: 'Range', required: false })
  @AnswersBytes('*/*', 'not_found', 'file_pending', 'quarantined', 'range_not_satisfiable')
  async content(
    @Caller() account: Account,
    @Param('id') name: string,
    @Query('org') named: string | undefined,
    @Req() { headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const org = await organisationFor(this.database, account, named)
    const file = await this.reading.file(account, org, name)
    const { size, storage_key } = file.content
    const etag = `"${file.content.sha256}"`
    describe(reply, file, etag)
    if (isKnown(headers, etag)) return void reply.status(304).send()
    const isSame = headers['if-range'] === undefined || headers['if-range'] === etag
    const range = isSame ? rangeIn(headers.range, size) : null
    if (range === 'unsatisfiable') throw outOfRange(reply, size)
    if (range === null) {
      void reply.header('content-length', size)
      const bytes = size === 0 ? Readable.from([]) : await this.storage.read(storage_key)
      return void reply.send(bytes)
    }
    void reply.status(206).header('content-length', range.end - range.start + 1)
    void reply.header('content-range', `bytes ${range.start}-${range.end}/${size}`)
    void reply.send(await this.storage.read(storage_key, range))
  }

  @Get(ENDPOINTS.fileThumbnail)
  @AnswersBytes('image/webp', 'not_found', 'no_thumbnail', 'file_pending', 'thumbnail_pending', 'quarantined')
  async thumbnail(
    @Caller() account: Account,
    @Param('id') name: string,
    @Query('org') named: string | undefined,
    @Req() { headers }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const org = await organisationFor(this.database, account, named)
    const { sha256, picture } = await this.reading.thumbnail(account, org, name)
    const etag = `"${sha256}-small"`
    void reply.headers({ ...HARMLESS, etag, 'content-type': 'image/webp' })
    if (isKnown(headers, etag)) return void reply.status(304).send()
    void reply.send(Buffer.from(picture))
  }
}

function describe(reply: FastifyReply, { content, file_name }: ReadableFile, etag: string): void {
  void reply.headers({
    ...HARMLESS,
    etag,
    'content-type': content.mime,
    'content-disposition': asDownload(file_name),
    'accept-ranges': 'bytes',
  })
}

function isKnown(headers: FastifyRequest['headers'], etag: string): boolean {
  const known = (headers['if-none-match'] ?? '').split(',').map((one) => one.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}

function outOfRange(reply: FastifyReply, size: number): ProblemException {
  void reply.header('content-range', `bytes */${size}`).removeHeader('content-disposition')
  return new ProblemException('range_not_satisfiable')
}
