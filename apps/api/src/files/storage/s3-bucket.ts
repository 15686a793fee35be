import { Readable } from 'node:stream'
import { S3, type S3ClientConfig, S3ServiceException } from '@aws-sdk/client-s3'
import { S3Store } from '@tus/s3-store'
import type { Settings } from '../../platform/settings.ts'
import type { Storage } from './storage.ts'

/** A bucket of any service that speaks S3. What it has confirmed, it keeps. */
export function s3Bucket(settings: Settings): Storage {
  const config = clientConfig(settings)
  const bucket = settings.FILES_S3_BUCKET
  const arriving = new S3Store({ s3ClientConfig: { ...config, bucket } })
  const client = new S3(config)
  return {
    arriving,
    settle: async (key, size) => {
      const isWhole = await client.headObject({ Bucket: bucket, Key: key }).catch(onlyMissing)
      // Nothing was sent of an empty one; and a server may have ended between the last part and this.
      if (isWhole === null) await arriving.write(Readable.from([]), key, size)
    },
    read: async (key, range) => {
      const part = range === undefined ? {} : { Range: `bytes=${range.start}-${range.end}` }
      const { Body } = await client.getObject({ Bucket: bucket, Key: key, ...part })
      if (!(Body instanceof Readable)) throw new Error(`The bucket has no content under ${key}`)
      return Body
    },
    remove: async (key) => {
      // Ends an upload that is not complete; of a complete one the store says that there is none.
      await arriving.remove(key).catch(() => undefined)
      for (const name of [key, `${key}.info`, `${key}.part`]) {
        await client.deleteObject({ Bucket: bucket, Key: name })
      }
    },
  }
}

function onlyMissing(error: unknown): null {
  if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null
  throw error
}

function clientConfig(settings: Settings): S3ClientConfig {
  const { FILES_S3_ENDPOINT: endpoint, FILES_S3_ACCESS_KEY: accessKeyId } = settings
  const secretAccessKey = settings.FILES_S3_SECRET_KEY
  return {
    region: settings.FILES_S3_REGION,
    // Checksums in trailers are Amazon's own; not every other service knows them.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
    ...(endpoint === '' ? {} : { endpoint, forcePathStyle: true }),
    // Without keys the library looks where Amazon's machines put them.
    ...(accessKeyId === '' ? {} : { credentials: { accessKeyId, secretAccessKey } }),
  }
}
