import { ENDPOINTS, TUS_VERSION } from '@dartwing/protocol'
import type { Attachment } from './attachment-table.ts'
import type { AttachmentUploader, UploadOutcome, UploadWatch } from './bearers.ts'
import { Lost, type RawRequest, refusalOf, type ServerLine, type Step, untilDone } from './server-line.ts'

/** Small enough to get through between two cuts of a bad link, and to tell how far it is. */
const CHUNK_BYTES = 512 * 1024

const DONE: Step<UploadOutcome> = { outcome: { kind: 'done' } }

/** One file on its way. */
interface Upload {
  readonly attachment: Attachment
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly watch: UploadWatch
  /** Where it goes; null: the server has not been asked for a place yet. */
  where: string | null
  /** How much the server has; null: it has to be asked. */
  offset: number | null
  /** The most it ever said it had. */
  best: number
  mismatches: number
}

/**
 * Uploads by tus, resumable: a place is asked for and remembered, and after every interruption, a restart too, it goes
 * on where the server says. By `fetch` alone, so that it is the same in Node and in a worker, with the tokens of the session.
 */
export function createServerUploader(line: ServerLine): AttachmentUploader {
  return {
    upload: (attachment, bytes, watch) => {
      const now = { where: watch.begun, offset: null, best: 0, mismatches: 0 }
      const upload: Upload = { attachment, bytes, watch, ...now }
      return untilDone(line.ports, watch.closing, () => nextStep(line, upload))
    },
  }
}

async function nextStep(line: ServerLine, upload: Upload): Promise<Step<UploadOutcome>> {
  const { where, offset } = upload
  if (where === null) return begin(line, upload)
  try {
    return await (offset === null ? askOffset(line, upload, where) : sendChunk(line, upload, where, offset))
  } catch (error) {
    upload.offset = null
    throw error
  }
}

async function begin(line: ServerLine, upload: Upload): Promise<Step<UploadOutcome>> {
  const { file } = upload.attachment
  const response = await send(line, upload, 'POST', ENDPOINTS.uploads, {
    'upload-length': String(upload.bytes.byteLength),
    'upload-metadata': `org ${base64(line.org)},file ${base64(file)}`,
  })
  if (!response.ok) {
    const { code, reason } = await refusalOf(response, line.ports)
    return code === 'already_stored' ? DONE : { outcome: { kind: 'refused', reason } }
  }
  const where = response.headers.get('location')
  if (where === null) throw new Lost('The server gave no place for the file')
  await upload.watch.onBegun(where)
  upload.where = where
  return isAt(upload, 0, 'next')
}

async function askOffset(line: ServerLine, upload: Upload, where: string): Promise<Step<UploadOutcome>> {
  const response = await send(line, upload, 'HEAD', where, {})
  return response.ok ? isAt(upload, offsetIn(response), 'next') : refused(line, upload, response)
}

async function sendChunk(
  line: ServerLine,
  upload: Upload,
  where: string,
  offset: number,
): Promise<Step<UploadOutcome>> {
  const headers = { 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) }
  const chunk = upload.bytes.slice(offset, offset + CHUNK_BYTES)
  const response = await send(line, upload, 'PATCH', where, headers, chunk)
  return response.ok ? isAt(upload, offsetIn(response), 'anew') : refused(line, upload, response)
}

function isAt(upload: Upload, offset: number, otherwise: 'next' | 'anew'): Step<UploadOutcome> {
  upload.offset = offset
  if (offset === upload.bytes.byteLength) return DONE
  upload.watch.onProgress(offset)
  if (offset <= upload.best) return otherwise
  upload.best = offset
  return 'further'
}

/** A place that is gone, or that holds something else than was sent, is given up for a new one. */
async function refused(
  { ports }: ServerLine,
  upload: Upload,
  response: Response,
): Promise<Step<UploadOutcome>> {
  const { status, code, reason } = await refusalOf(response, ports)
  if (code === 'hash_mismatch') upload.mismatches += 1
  const isGone = status === 404 || status === 410 || (code === 'hash_mismatch' && upload.mismatches === 1)
  if (!isGone) return { outcome: { kind: 'refused', reason } }
  await upload.watch.onBegun(null)
  upload.where = null
  upload.offset = null
  upload.best = 0
  return 'anew'
}

function send(
  line: ServerLine,
  { attachment, watch }: Upload,
  method: RawRequest['method'],
  path: string,
  headers: Readonly<Record<string, string>>,
  body?: Uint8Array<ArrayBuffer>,
): Promise<Response> {
  const wanted = {
    method,
    path,
    headers: { 'tus-resumable': TUS_VERSION, ...headers },
    closing: watch.closing,
  }
  return line.send(attachment, body === undefined ? wanted : { ...wanted, body })
}

function offsetIn(response: Response): number {
  const offset = Number(response.headers.get('upload-offset') ?? Number.NaN)
  if (!Number.isSafeInteger(offset)) throw new Lost('The server does not say how much it has')
  return offset
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
