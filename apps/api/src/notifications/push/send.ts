import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { PushMessage } from '@dartwing/protocol'
import webPush from 'web-push'
import { publicLookup, routeTo } from './push-address.ts'
import type { Vapid } from './vapid.ts'

const TIMEOUT_MS = 10_000
/** What could not be delivered by then is no news. */
const LIVES_SECONDS = 24 * 3600

export interface Target {
  readonly endpoint: string
  readonly p256dh: string
  readonly auth: string
}

/** `gone`: that browser will never take one again. `refused`: not this one, now or later. */
export type Sent = 'taken' | 'gone' | 'refused' | 'later'

export interface Outgoing {
  readonly target: Target
  readonly message: PushMessage
  readonly vapid: NonNullable<Vapid['details']>
  readonly services: readonly string[]
}

/** Encrypts a message for one browser and gives it to its push service. */
export async function send({ target, message, vapid, services }: Outgoing): Promise<Sent> {
  const { endpoint, p256dh, auth } = target
  const route = routeTo(endpoint, services)
  // It may since have been taken from the settings.
  if (route === null) return 'gone'
  const { method, headers, body } = webPush.generateRequestDetails(
    { endpoint, keys: { p256dh, auth } },
    JSON.stringify(message),
    {
      vapidDetails: vapid,
      TTL: LIVES_SECONDS,
      urgency: 'high',
      // Of what a service holds back for a browser that is away, the newest with one topic is enough.
      topic: message.id.replaceAll('-', ''),
    },
  )
  const status = await post(endpoint, { method, headers, body, isOwn: route.isOwn })
  if (status >= 200 && status < 300) return 'taken'
  if (status === 404 || status === 410) return 'gone'
  return status === 429 || status >= 500 ? 'later' : 'refused'
}

interface Post {
  readonly method: string
  readonly headers: Record<string, string | number>
  readonly body: Buffer
  readonly isOwn: boolean
}

/** Answers the status; what else a push service says is not read, and where it points to is not followed. */
function post(endpoint: string, { method, headers, body, isOwn }: Post): Promise<number> {
  const request = endpoint.startsWith('http:') ? requestHttp : requestHttps
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  return new Promise((resolve, reject) => {
    const options = { method, headers, signal, agent: false, ...(isOwn ? {} : { lookup: publicLookup }) }
    const call = request(endpoint, options, (response) => {
      resolve(response.statusCode ?? 0)
      response.destroy()
    })
    call.on('error', reject)
    call.end(body)
  })
}
