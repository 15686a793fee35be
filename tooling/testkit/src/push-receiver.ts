/** A push service with one browser behind it: it decrypts what it is given as a browser does (RFC 8291). */
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'

export interface PushDelivery {
  readonly headers: IncomingHttpHeaders
  /** Decrypted. */
  readonly text: string
}

export interface PushReceiver {
  /** What the server must be told of it. */
  readonly address: string
  browser(): PushBrowser
  /** All that was delivered to this browser, the first one first. */
  of(browser: PushBrowser): readonly PushDelivery[]
  /** What the service answers about this browser from now on. */
  answer(browser: PushBrowser, status: number): void
  close(): Promise<void>
}

export interface PushBrowser {
  readonly subscription: {
    readonly endpoint: string
    readonly keys: { readonly p256dh: string; readonly auth: string }
  }
  decrypt(body: Buffer): string
}

function newBrowser(address: string): PushBrowser {
  const curve = createECDH('prime256v1')
  const own = curve.generateKeys()
  const auth = randomBytes(16)
  const keys = { p256dh: own.toString('base64url'), auth: auth.toString('base64url') }
  return {
    subscription: { endpoint: `${address}/push/${randomBytes(12).toString('hex')}`, keys },
    decrypt: (body) => {
      const senderEnds = 21 + body.readUInt8(20)
      const sender = body.subarray(21, senderEnds)
      const info = Buffer.concat([Buffer.from('WebPush: info\0'), own, sender])
      const secret = hkdfSync('sha256', curve.computeSecret(sender), auth, info, 32)
      const salt = body.subarray(0, 16)
      const derive = (label: string, length: number) =>
        Buffer.from(hkdfSync('sha256', Buffer.from(secret), salt, `Content-Encoding: ${label}\0`, length))
      const cipher = createDecipheriv('aes-128-gcm', derive('aes128gcm', 16), derive('nonce', 12))
      cipher.setAuthTag(body.subarray(-16))
      const padded = Buffer.concat([cipher.update(body.subarray(senderEnds, -16)), cipher.final()])
      return padded.subarray(0, padded.lastIndexOf(2)).toString()
    },
  }
}

/** On a port of its own, unless told which. */
export async function startPushReceiver(port = 0): Promise<PushReceiver> {
  const browsers = new Map<string, PushBrowser>()
  const deliveries = new Map<string, PushDelivery[]>()
  const answers = new Map<string, number>()
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? ''
      const text = browsers.get(path)?.decrypt(body) ?? ''
      deliveries.set(path, [...(deliveries.get(path) ?? []), { headers: request.headers, text }])
      response.writeHead(answers.get(path) ?? 201).end()
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
  const pathOf = ({ subscription }: PushBrowser) => new URL(subscription.endpoint).pathname
  return {
    address,
    browser: () => {
      const browser = newBrowser(address)
      browsers.set(pathOf(browser), browser)
      return browser
    },
    of: (browser) => deliveries.get(pathOf(browser)) ?? [],
    answer: (browser, status) => void answers.set(pathOf(browser), status),
    close: async () => {
      server.close()
      await once(server, 'close')
    },
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(Buffer.from(chunk))
  return Buffer.concat(chunks)
}
