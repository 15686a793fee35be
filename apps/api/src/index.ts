export { createApp } from './create-app.ts'
export { migrate } from './platform/prisma/migrate.ts'
export { readSettings, type Settings } from './platform/settings.ts'
