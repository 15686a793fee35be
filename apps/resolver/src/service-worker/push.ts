/** News for a person, also when no page is open. What the server sends is a sentence, titles and a path of these pages. */

interface Told {
  readonly id: string
  readonly title: string
  readonly body: string
  readonly language: string
  readonly path: string
}

/** A browser shows something for every message, or takes the permission away. */
const unreadable = ({ host }: WorkerLocation): Told => ({
  id: 'news',
  title: host,
  body: '',
  language: '',
  path: QUEUE,
})
const QUEUE = '/inbox'

export function showPushMessages(worker: ServiceWorkerGlobalScope): void {
  worker.addEventListener('push', (event) => {
    const { id, title, body, language, path } = read(event.data) ?? unreadable(worker.location)
    event.waitUntil(
      worker.registration.showNotification(title, {
        body,
        lang: language,
        // The same message again takes the place of itself.
        tag: id,
        icon: '/icons/icon-192.png',
        data: { path },
      }),
    )
  })
  worker.addEventListener('notificationclick', (event) => {
    event.notification.close()
    const data: unknown = event.notification.data
    const opened = open(worker, textOf(data, 'path') ?? QUEUE)
    event.waitUntil(opened)
  })
}

/** In a page that is open already, if there is one: what was begun there is kept. */
async function open(worker: ServiceWorkerGlobalScope, path: string): Promise<void> {
  const { origin } = worker.location
  const url = new URL(path, origin)
  const address = url.origin === origin ? url.href : `${origin}${QUEUE}`
  const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true })
  const page = pages.find((one) => one.url === address) ?? pages.find((one) => one.focused) ?? pages[0]
  const shown = page?.url === address ? page : await page?.navigate(address).catch(() => null)
  if (shown === null || shown === undefined) await worker.clients.openWindow(address)
  else await shown.focus().catch(() => undefined)
}

function read(data: PushMessageData | null): Told | null {
  try {
    const message: unknown = data?.json()
    const [id, title, path] = ['id', 'title', 'path'].map((key) => textOf(message, key))
    if (id === undefined || title === undefined || path === undefined) return null
    return {
      id,
      title,
      path,
      body: textOf(message, 'body') ?? '',
      language: textOf(message, 'language') ?? 'en',
    }
  } catch {
    return null
  }
}

function textOf(from: unknown, key: string): string | undefined {
  const value: unknown = typeof from === 'object' && from !== null ? Reflect.get(from, key) : undefined
  return typeof value === 'string' ? value : undefined
}
