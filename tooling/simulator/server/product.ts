import { pathToFileURL } from 'node:url'
import type { Driver, SyncClient, SyncClientOptions } from '@dartwing/client'

/** What the simulator needs of Fastify: a request without a socket. */
export interface Inject {
  inject(request: {
    method: 'GET' | 'POST' | 'PATCH'
    url: string
    headers: Readonly<Record<string, string>>
    payload?: string
  }): Promise<{ statusCode: number; headers: Record<string, unknown>; payload: string }>
}

/** What it needs of Nest. */
export interface App {
  get<T>(token: unknown): T
  close(): Promise<void>
  getHttpAdapter(): { getInstance(): Inject }
}

/** The product's own built code: the repository's, or a copy of it with a fault planted. */
export interface Product {
  createApp(settings: unknown): Promise<App>
  readSettings(environment: NodeJS.ProcessEnv): unknown
  migrate(databaseUrl: string): Promise<void>
  readonly tokens: Readonly<Record<'Jobs' | 'JobRunner' | 'DeadlinesJob' | 'LifecycleJob', unknown>>
  createSyncClient(options: SyncClientOptions): Promise<SyncClient>
  openNodeDriver(path: string): Driver
  webhookSecret(authSecret: string, org: string, revision: number): string
}

/** Loads it once per process; the world must have been made deterministic before. */
export async function loadProduct(root: string): Promise<Product> {
  const load = (path: string): Promise<Record<string, never>> => import(pathToFileURL(`${root}/${path}`).href)
  const [app, settings, migrations, jobs, runner, deadlines, lifecycle, secret, client] = await Promise.all([
    load('apps/api/dist/create-app.js'),
    load('apps/api/dist/platform/settings.js'),
    load('apps/api/dist/platform/prisma/migrate.js'),
    load('apps/api/dist/platform/queue/jobs.js'),
    load('apps/api/dist/platform/queue/job-runner.js'),
    load('apps/api/dist/conflicts/deadlines.job.js'),
    load('apps/api/dist/lifecycle/lifecycle.job.js'),
    load('apps/api/dist/linked/webhook-secret.js'),
    load('packages/client/dist/index.js'),
  ])
  const { Jobs } = required(jobs, 'Jobs')
  return {
    ...required(app, 'createApp'),
    ...required(settings, 'readSettings'),
    ...required(migrations, 'migrate'),
    tokens: {
      Jobs,
      ...required(runner, 'JobRunner'),
      ...required(deadlines, 'DeadlinesJob'),
      ...required(lifecycle, 'LifecycleJob'),
    },
    ...required(secret, 'webhookSecret'),
    ...required(client, 'createSyncClient', 'openNodeDriver'),
  }
}

function required<Name extends string>(module: Record<string, never>, ...names: Name[]): Record<Name, never> {
  for (const name of names) if (!(name in module)) throw new Error(`The product has no ${name} any more`)
  return module
}
