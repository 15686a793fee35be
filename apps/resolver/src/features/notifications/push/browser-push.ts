/**
 * This browser and its push service. What is turned on here is remembered by organisation and person, so that it can be
 * turned off again, and renewed: browsers change their subscription by themselves.
 */
import { addressOf, ENDPOINTS, pushSubscriptionReceipt } from '@dartwing/protocol'
import { i18n } from '@lingui/core'
import { nothing, request } from '../../../lib/http/request.ts'

const KEY = 'dartwing-push'

export type Support = 'possible' | 'denied' | 'impossible'

/** The subscriptions of this browser, by who has them. */
type Kept = Readonly<Record<string, string>>

interface Who {
  readonly org: string
  readonly email: string
}

const keyOf = ({ org, email }: Who) => `${org} ${email}`

export function support(): Support {
  if (!('serviceWorker' in navigator && 'PushManager' in window) || typeof Notification === 'undefined')
    return 'impossible'
  return Notification.permission === 'denied' ? 'denied' : 'possible'
}

export function isOn(who: Who): boolean {
  return support() === 'possible' && Notification.permission === 'granted' && kept()[keyOf(who)] !== undefined
}

/** Asks the person, so only to be called when they have asked for it. */
export async function turnOn(who: Who, pushKey: string): Promise<'on' | 'denied' | 'unreachable'> {
  const permission = await Notification.requestPermission()
  if (permission !== 'granted') return 'denied'
  const subscription = await subscribe(pushKey)
  if (subscription === null) return 'unreachable'
  await tell(who, subscription)
  return 'on'
}

export async function turnOff(who: Who): Promise<void> {
  const { [keyOf(who)]: id, ...others } = kept()
  if (id === undefined) return
  await request(nothing, addressOf(ENDPOINTS.pushSubscription, { id }), {
    method: 'DELETE',
    query: { org: who.org },
  })
  keep(others)
  if (Object.keys(others).length === 0) await (await ownSubscription())?.unsubscribe()
}

/** The language, the time zone or the subscription may be another by now. */
export async function renew(who: Who, pushKey: string | null): Promise<void> {
  if (pushKey === null || !isOn(who)) return
  const subscription = await subscribe(pushKey)
  if (subscription !== null) await tell(who, subscription)
}

/** Whoever leaves takes their news with them; the push service itself tells the server that this browser is gone. */
export async function forgetBrowser(): Promise<void> {
  if (Object.keys(kept()).length === 0) return
  const isEnded = (await (await ownSubscription())?.unsubscribe().catch(() => false)) ?? true
  // Without a network it is tried again when the next person comes.
  if (isEnded) keep({})
}

/** A device that several people use shows none of them another's news. */
export async function forgetOthers({ email }: Who): Promise<void> {
  if (Object.keys(kept()).some((key) => !key.endsWith(` ${email}`))) await forgetBrowser()
}

async function tell({ org, email }: Who, subscription: PushSubscription): Promise<void> {
  const { endpoint, keys } = subscription.toJSON()
  const { id } = await request(pushSubscriptionReceipt, ENDPOINTS.pushSubscriptions, {
    method: 'POST',
    query: { org },
    body: {
      endpoint,
      keys,
      language: i18n.locale,
      time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    },
  })
  keep({ ...kept(), [keyOf({ org, email })]: id })
}

/** With the server's key as it is now. Null: the browser's push service can not be reached. */
async function subscribe(pushKey: string): Promise<PushSubscription | null> {
  const registration = await registered()
  const before = await ownSubscription()
  if (before !== null && hasKey(before, pushKey)) return before
  await before?.unsubscribe()
  const options = { userVisibleOnly: true, applicationServerKey: pushKey }
  return (await registration?.pushManager.subscribe(options).catch(() => null)) ?? null
}

async function ownSubscription(): Promise<PushSubscription | null> {
  return (await (await registered())?.pushManager.getSubscription()) ?? null
}

/** A browser that was told to have no service worker answers nothing. */
async function registered(): Promise<ServiceWorkerRegistration | undefined> {
  return navigator.serviceWorker?.getRegistration()
}

function hasKey({ options }: PushSubscription, pushKey: string): boolean {
  const bytes = new Uint8Array(options.applicationServerKey ?? new ArrayBuffer(0))
  const text = btoa(String.fromCharCode(...bytes))
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') === pushKey
}

function kept(): Kept {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(KEY) ?? '{}')
    const entries = typeof stored === 'object' && stored !== null ? Object.entries(stored) : []
    return Object.fromEntries(
      entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    )
  } catch {
    return {}
  }
}

function keep(next: Kept): void {
  localStorage.setItem(KEY, JSON.stringify(next))
}
