/**
 * The pages without a network: the built files and nothing else. Answers of the server are somebody's and of the
 * moment; copies of them are kept by src/lib/offline, by person, and go when the person goes.
 */
import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  type PrecacheEntry,
  precacheAndRoute,
} from 'workbox-precaching'
import { showPushMessages } from './push.ts'

declare const self: ServiceWorkerGlobalScope

/** Written in by the build. */
declare const BUILT_FILES: PrecacheEntry[]

/** What the server answers itself, also when it is opened as a page. */
const SERVERS_OWN = /^\/(api|docs|docs-json|health|metrics|socket\.io)(\/|$)/

precacheAndRoute(BUILT_FILES, { directoryIndex: '' })
cleanupOutdatedCaches()

const page = createHandlerBoundToURL('/index.html')

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  const isPage = request.mode === 'navigate' && url.origin === self.location.origin
  if (!isPage || url.pathname === '/index.html' || SERVERS_OWN.test(url.pathname)) return
  event.respondWith(page({ event, request, url }))
})

showPushMessages(self)

// A new version waits until a person agrees: a page that is being worked on is never changed beneath them.
self.addEventListener('message', (event) => {
  if (event.data === 'take-over') void self.skipWaiting()
})
