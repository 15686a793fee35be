import 'reflect-metadata'
import { createApp } from './create-app.ts'
import { migrate } from './platform/prisma/migrate.ts'
import { readSettings } from './platform/settings.ts'

const settings = readSettings(process.env)
await migrate(settings.DATABASE_URL)
const app = await createApp(settings)
await app.listen(settings.PORT, settings.HOST)
