import { openBrowserClient } from '@dartwing/client/browser'
import { createPhone, type Phone } from './phone.ts'
import { createSignal } from './signal.ts'

const opened = new Map<string, Promise<Phone>>()

/** One database per phone, organisation and person: whoever comes back finds their own queue. */
export function openPhone(side: string, org: string, email: string): Promise<Phone> {
  const id = `${side}-${org}-${email.toLowerCase()}`
  const known = opened.get(id)
  if (known !== undefined) return known
  const phone = open(id, org)
  opened.set(id, phone)
  phone.catch(() => opened.delete(id))
  return phone
}

async function open(id: string, org: string): Promise<Phone> {
  const client = await openBrowserClient({
    address: window.location.origin,
    org,
    database: `phone-${id}`,
    app_version: 'phone on the page',
    storage: 'memory',
  })
  return createPhone(id, client, createSignal(id, window.localStorage))
}
