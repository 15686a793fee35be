import { addressOf, ENDPOINTS } from '@dartwing/protocol'
import type { Attachment } from './attachment-table.ts'
import type { AttachmentDownloader, DownloadOutcome, Watch } from './bearers.ts'
import { Lost, lostBy, refusalOf, type ServerLine, type Step, untilDone } from './server-line.ts'

const PARTIAL = 206
const NO_SUCH_PART = 416

/** What has arrived of one file. */
interface Download {
  readonly attachment: Attachment
  readonly watch: Watch
  parts: Uint8Array<ArrayBuffer>[]
  have: number
}

/** Reads a file of the server; after an interruption it asks for the rest. */
export function createServerDownloader(line: ServerLine): AttachmentDownloader {
  return {
    download: (attachment, watch) => {
      const download: Download = { attachment, watch, parts: [], have: 0 }
      return untilDone(line.ports, watch.closing, () => fetchRest(line, download))
    },
  }
}

async function fetchRest(line: ServerLine, download: Download): Promise<Step<DownloadOutcome>> {
  const { attachment, watch, have } = download
  const path = `${addressOf(ENDPOINTS.file, { id: attachment.file })}?org=${encodeURIComponent(line.org)}`
  const headers: Record<string, string> = have === 0 ? {} : { range: `bytes=${have}-` }
  const response = await line.send(attachment, { method: 'GET', path, headers, closing: watch.closing })
  if (response.status === NO_SUCH_PART && have > 0) return { outcome: whole(download) }
  if (!response.ok) {
    const { reason } = await refusalOf(response, line.ports)
    return { outcome: { kind: 'refused', reason } }
  }
  if (response.status !== PARTIAL) {
    download.parts = []
    download.have = 0
  }
  const before = download.have
  try {
    return { outcome: await readBody(response, download) }
  } catch (error) {
    if (error instanceof Lost && download.have > before) return 'further'
    throw error
  }
}

/** What was read before a cut is kept. */
async function readBody(response: Response, download: Download): Promise<DownloadOutcome> {
  const reader = response.body?.getReader()
  for (;;) {
    const piece = await reader?.read().catch((error: unknown) => {
      throw lostBy(error)
    })
    if (piece === undefined || piece.done) return whole(download)
    download.parts.push(new Uint8Array(piece.value))
    download.have += piece.value.byteLength
    download.watch.onProgress(download.have)
  }
}

function whole({ parts, have }: Download): DownloadOutcome {
  const bytes = new Uint8Array(have)
  let offset = 0
  for (const part of parts) {
    bytes.set(part, offset)
    offset += part.byteLength
  }
  return { kind: 'done', bytes }
}
