import { BATCH_BYTES_MAX, PROTOCOL_VERSION, problem } from '@dartwing/protocol'
import fastifyStatic from '@fastify/static'
import { NestFactory } from '@nestjs/core'
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify'
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger'
import { Logger, PinoLogger } from 'nestjs-pino'
import { cleanupOpenApiDoc } from 'nestjs-zod'
import { AppModule } from './app.module.ts'
import { ANY_PROBLEM, withProblemSchema } from './platform/answers.ts'
import { addHeaders } from './platform/headers.ts'
import { Metrics } from './platform/metrics.ts'
import { inTrace, logRequest, traceIdOf } from './platform/operations/logging.ts'
import { Database } from './platform/prisma/database.ts'
import { ProblemFilter } from './platform/problem/problem.filter.ts'
import type { Settings } from './platform/settings.ts'
import { SocketAdapter } from './realtime/socket-adapter.ts'

/** A whole request, from whoever sends it a byte at a time; the largest batch over a slow line takes minutes. */
const ARRIVES_WITHIN_MS = 300_000

/** The whole server, ready to listen. The database is migrated before this is called. */
export async function createApp(settings: Settings): Promise<NestFastifyApplication> {
  // Hostile keys are refused item by item, so that one cannot fail its neighbours: see upsert/admit-item.ts.
  const adapter = new FastifyAdapter({
    bodyLimit: BATCH_BYTES_MAX,
    requestTimeout: ARRIVES_WITHIN_MS,
    onProtoPoisoning: 'ignore',
    onConstructorPoisoning: 'ignore',
    routerOptions: { maxParamLength: 600 },
    genReqId: traceIdOf,
    trustProxy: settings.TRUST_PROXY.length > 0 && settings.TRUST_PROXY,
  })
  // JSON and nothing else: a form of another site can send plain text and form fields.
  adapter.getInstance().removeContentTypeParser('text/plain')
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.with(settings), adapter, {
    bufferLogs: true,
    bodyParser: false,
  })
  app.useLogger(app.get(Logger))
  app.flushLogs()
  app.useWebSocketAdapter(new SocketAdapter(app, settings.ALLOWED_ORIGINS))
  app.useGlobalFilters(new ProblemFilter(settings.WEB_DIR !== '', app.get(Metrics)))
  observe(app, settings, await app.resolve(PinoLogger))
  if (settings.WEB_DIR !== '') await servePages(app, settings.WEB_DIR)
  describe(app)
  const database = app.get(Database)
  await database.assertSafe()
  if (settings.NODE_ENV !== 'test') await database.assertDurable()
  await app.init()
  await app.getHttpAdapter().getInstance().ready()
  return app
}

function observe(app: NestFastifyApplication, settings: Settings, log: PinoLogger): void {
  const metrics = app.get(Metrics)
  const fastify = app.getHttpAdapter().getInstance()
  fastify.addHook('preHandler', inTrace(log))
  fastify.addHook('onSend', async (request, reply) => addHeaders(request, reply))
  fastify.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown'
    const labels = { method: request.method, route, status: String(reply.statusCode) }
    metrics.requestSeconds.observe(labels, reply.elapsedTime / 1000)
    logRequest(request, reply, settings)
  })
}

async function servePages(app: NestFastifyApplication, root: string): Promise<void> {
  await app.register(fastifyStatic, {
    root,
    wildcard: false,
    index: ['index.html'],
    // Built files carry a hash in their name; the page that names them does not.
    setHeaders: (reply, path) => {
      const isHashed = /[/\\]assets[/\\]/.test(path)
      reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}

function describe(app: NestFastifyApplication): void {
  const config = new DocumentBuilder()
    .setTitle('Dartwing sync')
    .setDescription('Offline sync that ends every change where a person can see it.')
    .setVersion(String(PROTOCOL_VERSION))
    .addBearerAuth()
    .addGlobalResponse(ANY_PROBLEM)
    .build()
  const document = cleanupOpenApiDoc(SwaggerModule.createDocument(app, config))
  SwaggerModule.setup('docs', app, withProblemSchema(document, problem), { jsonDocumentUrl: 'docs-json' })
}
