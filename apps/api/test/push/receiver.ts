/** A push service with one browser behind it: it decrypts what it is given as a browser does (RFC 8291). */
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http'
import { type PushMessage, type PushSubscriptionRequest, pushMessage } from '@dartwing/protocol'

export interface Delivery {
  readonly headers: IncomingHttpHeaders
  readonly message: PushMessage
  /** As it was before it was read. */
  readonly text: string
}

export interface Receiver {
  /** What the server must be told of it. */
  readonly address: string
  /** All that was delivered to this browser, the first one first. */
  of(browser: Browser): readonly Delivery[]
  /** What the service answers about this browser from now on. */
  answer(browser: Browser, status: number): void
  close(): Promise<void>
}

export interface Browser {
  readonly subscription: Pick<PushSubscriptionRequest, 'endpoint' | 'keys'>
  decrypt(body: Buffer): string
}

export function newBrowser(address: string): Browser {
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
export async function startReceiver(port = 0): Promise<Receiver & { browser(): Browser }> {
  const browsers = new Map<string, Browser>()
  const deliveries = new Map<string, Delivery[]>()
  const answers = new Map<string, number>()
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const path = request.url ?? ''
      const text = browsers.get(path)?.decrypt(body) ?? ''
      const message = pushMessage.parse(JSON.parse(text))
      deliveries.set(path, [...(deliveries.get(path) ?? []), { headers: request.headers, message, text }])
      response.writeHead(answers.get(path) ?? 201).end()
    })
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  const address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : ''}`
  const pathOf = ({ subscription }: Browser) => new URL(subscription.endpoint).pathname
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
