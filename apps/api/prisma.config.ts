import { defineConfig } from 'prisma/config'

// `prisma generate` needs no engine, but the CLI tries to download one unless told where it is.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
})
