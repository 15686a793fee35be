import 'reflect-metadata'
import { setTimeout as delay } from 'node:timers/promises'
import { createApp } from './create-app.ts'
import { Connections } from './platform/operations/connections.ts'
import { migrate } from './platform/prisma/migrate.ts'
import { readSettings } from './platform/settings.ts'

const settings = readSettings(process.env)
await migrate(settings.DATABASE_URL)
const app = await createApp(settings)
await app.listen(settings.PORT, settings.HOST)

let isStopping = false
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => void stop())

/** Says that it is leaving, serves until a proxy had time to notice, and then answers what it has begun. */
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  app.get(Connections).startLeaving()
  await delay(settings.DRAIN_DELAY_MS)
  await app.close()
  // As the first process of a container, a signal to itself would do nothing.
  process.exit(0)
}
