/** `npm start`: database, build, server, demo, in that order; Ctrl-C stops them in the reverse order. */
import { once } from 'node:events'
import { bold, box, seconds, step } from './process/screen.ts'
import { listenForStop } from './process/stopping.ts'
import { type Api, startApi, untilReady } from './serve/api.ts'
import { build } from './serve/build.ts'
import { type Database, openDatabase } from './serve/database.ts'
import { fillDemo, planDemo } from './serve/demo.ts'
import { requirePort } from './serve/port.ts'
import { keepAuthSecret, keepVapidKey } from './serve/secret.ts'
import { readSettings, type Settings } from './serve/settings.ts'

interface Running {
  database?: Database
  api?: Api
}

const running: Running = {}
const stopping = listenForStop()
let isReady = false

let exitCode = 0
try {
  await start(readSettings(process.env))
} catch (error) {
  if (stopping.signal.aborted) exitCode = isReady ? 0 : stopping.code()
  else {
    console.error(`\n${error instanceof Error ? error.message : error}`)
    exitCode = 1
  }
}
exitCode = (await stopAll()) ?? exitCode
process.exit(exitCode)

async function start(settings: Settings): Promise<never> {
  const { signal } = stopping
  const began = performance.now()
  await requirePort(settings.host, settings.port)
  const database = await step('[1/4] PostgreSQL', async (say) => {
    const opened = await openDatabase(settings)
    say(opened.words)
    running.database = opened
    return opened
  })
  signal.throwIfAborted()
  await step('[2/4] Build', async (say) => say(await build(signal)))
  const demo = await planDemo(settings, database)
  const api = await step('[3/4] Server', () => serve(settings, database, demo !== 'none'))
  await step('[4/4] Demo', async (say) => {
    if (demo === 'none') return say('none')
    if (demo === 'filled') return say('already there')
    const progress = (line: string) => console.log(`      ${line}`)
    await orStopped(fillDemo(settings, database, { address: api.address, progress }))
    say('filled')
  })
  isReady = true
  console.log(`\n${box(welcome(api.address, demo !== 'none', performance.now() - began))}\n`)
  throw new Error(await orStopped(firstEnd(api, database)))
}

/** Neither is of use without the other: whichever ends first ends the product, with what it had to say. */
async function firstEnd(api: Api, database: Database): Promise<string> {
  const watch = new AbortController()
  const lost = database
    .ended(watch.signal)
    .then(() => 'PostgreSQL ended by itself. The data is kept: start again.')
  const ended = api.child.ended.then(
    (code) => `The API ended by itself with code ${code}:\n${api.lastWords()}`,
  )
  try {
    return await Promise.race([lost, ended])
  } finally {
    watch.abort()
    lost.catch(() => {})
  }
}

async function serve(settings: Settings, database: Database, demo: boolean): Promise<Api> {
  const api = startApi(settings, {
    DATABASE_URL: database.url,
    DEMO: demo ? '1' : '0',
    AUTH_SECRET: settings.authSecret ?? keepAuthSecret(settings.dataDir),
    VAPID_PRIVATE_KEY: process.env.VAPID_PRIVATE_KEY || keepVapidKey(settings.dataDir),
  })
  running.api = api
  await untilReady(api, stopping.signal)
  return api
}

function welcome(address: string, demo: boolean, tookMs: number): string[] {
  const accounts = demo
    ? [
        'Sign in with the password  demo  as',
        '  resolver@demo.test     settles conflicts',
        '  reception@demo.test    books appointments',
        '  tech.a@demo.test       works on site (and tech.b@demo.test)',
        '  admin@demo.test        sees everything',
        '  admin@other.test       another organisation',
      ]
    : ['No demo here: sign in with your own account.']
  return [bold(address), '', ...accounts, '', `Ready in ${seconds(tookMs)}. Ctrl-C stops it; the data stays.`]
}

/** Waits for the work, or until somebody asks to stop: some work cannot be interrupted, only left. */
async function orStopped<T>(work: Promise<T>): Promise<T> {
  const { signal } = stopping
  signal.throwIfAborted()
  const left = new AbortController()
  const stopped = once(signal, 'abort', { signal: left.signal }).then(() => signal.throwIfAborted())
  stopped.catch(() => {})
  try {
    await Promise.race([work, stopped])
    return await work
  } finally {
    left.abort()
  }
}

/** Returns an exit code only when something did not stop. */
async function stopAll(): Promise<number | undefined> {
  try {
    await running.api?.child.stop()
    await running.database?.stop()
    if (running.database) console.log('Stopped')
    return undefined
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return 1
  }
}
