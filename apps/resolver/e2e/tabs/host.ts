import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { build } from 'vite'

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
}

/** Serves a page that has the client in it, and hands everything else on to the product while there is a network. */
export interface Host {
  readonly address: string
  /** Every file sent, by name. */
  readonly sent: readonly string[]
  setOnline(isOnline: boolean): void
  stop(): Promise<void>
}

export async function startHost(): Promise<Host> {
  const folder = await mkdtemp(join(tmpdir(), 'tabs-e2e-'))
  await build({
    root: import.meta.dirname,
    configFile: false,
    logLevel: 'error',
    build: { outDir: folder, emptyOutDir: true, target: 'es2022', assetsInlineLimit: 0 },
  })
  const product = process.env.RESOLVER_E2E_ADDRESS ?? ''
  // The page lives under the product's own rules for scripts.
  const policy = (await fetch(product)).headers.get('content-security-policy') ?? ''
  const sent: string[] = []
  let isOnline = true

  const give = async (path: string, response: ServerResponse): Promise<void> => {
    const file = path === '/' ? '/index.html' : path
    const content = await readFile(join(folder, file))
    sent.push(file)
    const type = TYPES[extname(file)] ?? 'application/octet-stream'
    response.writeHead(200, { 'content-type': type, 'content-security-policy': policy }).end(content)
  }
  const server = createServer((asked, response) => {
    const { pathname } = new URL(asked.url ?? '/', product)
    if (pathname.startsWith('/api/')) {
      if (isOnline) handOn(asked, response, product)
      else asked.socket.destroy()
    } else give(pathname, response).catch(() => response.writeHead(404).end())
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const bound = server.address()
  if (bound === null || typeof bound === 'string') throw new Error('The system gave no port.')
  return {
    address: `http://127.0.0.1:${bound.port}`,
    sent,
    setOnline: (value) => {
      isOnline = value
    },
    stop: async () => {
      server.closeAllConnections()
      server.close()
      await rm(folder, { recursive: true })
    },
  }
}

function handOn(asked: IncomingMessage, response: ServerResponse, product: string): void {
  const { host: _ours, ...headers } = asked.headers
  const onward = request(new URL(asked.url ?? '/', product), { method: asked.method, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers)
    answer.pipe(response)
  })
  onward.on('error', () => response.destroy())
  asked.pipe(onward)
}
