/** Brings files as devices do: the describing document first, then the bytes, by tus. */
import { createHash, randomUUID } from 'node:crypto'
import { addressOf, ENDPOINTS, TUS_VERSION } from '@dartwing/protocol'
import { z } from 'zod'
import { type Api, insert, ORG, type RawDevice, rawDevice, signIn } from '../api-kit.ts'

export const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

export interface Said {
  readonly status: number
  readonly headers: Headers
  readonly bytes: Buffer
  /** Of a problem. */
  readonly code: string | undefined
}

export interface TusRequest {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array | ReadableStream
}

const withCode = z.object({ code: z.string() })

/** One person with a connection; every request is a tus request. */
export class Bringer {
  readonly address: string
  readonly email: string
  readonly org: string
  readonly token: string
  readonly device: RawDevice

  private constructor(address: string, email: string, org: string, token: string, device: RawDevice) {
    this.address = address
    this.email = email
    this.org = org
    this.token = token
    this.device = device
  }

  static async open(api: Pick<Api, 'address'>, email: string, org = ORG): Promise<Bringer> {
    const device = await rawDevice(api.address, email, org)
    return new Bringer(api.address, email, org, await signIn(api.address, email), device)
  }

  async ask(path: string, { method = 'GET', headers = {}, body }: TusRequest = {}): Promise<Said> {
    const response = await fetch(this.address + path, {
      method,
      headers: { authorization: `Bearer ${this.token}`, 'tus-resumable': TUS_VERSION, ...headers },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    })
    const bytes = Buffer.from(await response.arrayBuffer())
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json')
    const code =
      isProblem && method !== 'HEAD' ? withCode.parse(JSON.parse(bytes.toString())).code : undefined
    return { status: response.status, headers: response.headers, bytes, code }
  }

  /** A File document, on the server. */
  async describe(bytes: Uint8Array, more: Record<string, unknown> = {}): Promise<string> {
    const name = `FILE-${randomUUID()}`
    const data = { file_name: 'photo.png', sha256: sha256Of(bytes), size: bytes.length, mime: 'image/png' }
    const [result] = await this.device.results([insert('File', name, { ...data, ...more })])
    if (result === undefined || result.status === 'rejected') throw new Error(JSON.stringify(result))
    return name
  }

  async begin(file: string, length: number, headers: Record<string, string> = {}): Promise<Said> {
    return this.ask(ENDPOINTS.uploads, {
      method: 'POST',
      headers: {
        'upload-length': String(length),
        'upload-metadata': metadata({ org: this.org, file }),
        ...headers,
      },
    })
  }

  async begun(file: string, length: number): Promise<string> {
    const said = await this.begin(file, length)
    return said.headers.get('location') ?? `${said.status} ${said.bytes}`
  }

  async patch(
    location: string,
    offset: number,
    body: Uint8Array | ReadableStream,
    headers: Record<string, string> = {},
  ): Promise<Said> {
    const type = 'application/offset+octet-stream'
    return this.ask(location, {
      method: 'PATCH',
      headers: { 'content-type': type, 'upload-offset': String(offset), ...headers },
      body,
    })
  }

  async offset(location: string): Promise<Said> {
    return this.ask(location, { method: 'HEAD' })
  }

  /** Document and bytes; the name of the document. */
  async bring(bytes: Uint8Array, more: Record<string, unknown> = {}): Promise<string> {
    const file = await this.describe(bytes, more)
    const location = await this.begun(file, bytes.length)
    if (bytes.length === 0) return file
    const said = await this.patch(location, 0, bytes)
    if (said.status !== 204) throw new Error(`${said.status} ${said.bytes}`)
    return file
  }

  async read(file: string, headers: Record<string, string> = {}): Promise<Said> {
    return this.ask(`${addressOf(ENDPOINTS.file, { id: file })}?org=${this.org}`, { headers })
  }

  async thumbnail(file: string): Promise<Said> {
    return this.ask(`${addressOf(ENDPOINTS.fileThumbnail, { id: file })}?org=${this.org}`)
  }

  async stateOf(file: string): Promise<unknown> {
    const path = addressOf(ENDPOINTS.document, { doctype: 'File', name: file })
    const said = await this.ask(`${path}?org=${this.org}`)
    return z.object({ data: z.looseObject({}) }).parse(JSON.parse(said.bytes.toString())).data.state
  }
}

export function metadata(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([key, value]) => `${key} ${Buffer.from(value).toString('base64')}`)
    .join(',')
}
