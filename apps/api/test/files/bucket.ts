/**
 * A server that speaks S3 and checks signatures, with a bucket in it. It lacks two calls that a resumed upload
 * needs: what parts there are, and that an upload is given up. They are added here, over its own files.
 */
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver, { type Context } from 's3rver'

const BUCKET = 'files'
const MARK = '._S3rver_'

export interface Bucket {
  /** For a server that keeps its files here. */
  readonly settings: Readonly<Record<string, string>>
  /** The keys of what is in it, and of uploads that have not ended. */
  contents(): Promise<string[]>
  close(): Promise<void>
}

export async function startBucket(): Promise<Bucket> {
  const directory = await mkdtemp(join(tmpdir(), 'dartwing-bucket-'))
  const uploads = join(directory, BUCKET, `${MARK}uploads`)
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    directory,
    silent: true,
    vhostBuckets: false,
    configureBuckets: [{ name: BUCKET }],
  })
  server.middleware.unshift(async (context, next) => {
    const { uploadId: id } = context.query
    if (typeof id !== 'string' || !['GET', 'DELETE'].includes(context.method)) return next()
    if (context.method === 'GET') return listParts(context, join(uploads, id))
    await rm(join(uploads, id), { recursive: true, force: true })
    context.status = 204
  })
  const { port } = await server.run()
  return {
    settings: {
      FILES_S3_BUCKET: BUCKET,
      FILES_S3_ENDPOINT: `http://127.0.0.1:${port}`,
      FILES_S3_ACCESS_KEY: 'S3RVER',
      FILES_S3_SECRET_KEY: 'S3RVER',
    },
    contents: async () => {
      const names = await readdir(join(directory, BUCKET))
      const objects = names.flatMap((name) => /^(.+)\._S3rver_object$/.exec(name)?.[1] ?? [])
      const begun = (await readdir(uploads).catch(() => [])).map(() => 'an upload')
      return [...objects, ...begun].toSorted()
    },
    close: async () => {
      await server.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function listParts(context: Context, folder: string): Promise<void> {
  const names = await readdir(folder).catch(() => null)
  if (names === null) {
    context.status = 404
    context.body = '<Error><Code>NoSuchUpload</Code></Error>'
    return
  }
  const numbers = names.filter((name) => /^\d+$/.test(name)).toSorted((a, b) => Number(a) - Number(b))
  const parts = await Promise.all(
    numbers.map(async (number) => {
      const { size } = await stat(join(folder, number))
      const digest = await readFile(join(folder, `${number}.md5`), 'utf8')
      return `<Part><PartNumber>${number}</PartNumber><ETag>"${digest}"</ETag><Size>${size}</Size></Part>`
    }),
  )
  context.status = 200
  context.body = `<ListPartsResult><IsTruncated>false</IsTruncated>${parts.join('')}</ListPartsResult>`
}
