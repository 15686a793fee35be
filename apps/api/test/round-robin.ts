/** What stands before several servers: gives each new connection to the next that says it is ready. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** As often as a proxy asks in production, but for the test's patience. */
const CHECK_MS = 50

export interface RoundRobin {
  readonly address: string
  /** Connections that nobody took; its clients see them end. */
  refused(): number
  isReady(server: string): boolean
  close(): Promise<void>
}

export async function startRoundRobin(servers: readonly string[]): Promise<RoundRobin> {
  const ready = new Set(servers)
  const open = new Set<Socket>()
  let [turn, refused] = [0, 0]
  const checks = servers.map((server) => keepChecking(server, ready))
  const proxy = createServer((client) => {
    open.add(client)
    client.on('close', () => open.delete(client)).on('error', () => {})
    const first = turn++
    // Those that are not ready come last: one that has just come back is better than none.
    const order = servers.map((_, index) => servers[(first + index) % servers.length] ?? '')
    const candidates = [
      ...order.filter((server) => ready.has(server)),
      ...order.filter((server) => !ready.has(server)),
    ]
    void pass(client, candidates).then((isTaken) => {
      if (isTaken) return
      refused += 1
      client.destroy()
    })
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    address: `http://127.0.0.1:${address.port}`,
    refused: () => refused,
    isReady: (server) => ready.has(server),
    close: async () => {
      for (const stopChecking of checks) stopChecking()
      for (const client of open) client.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}

/** False when none of the servers takes a connection. */
async function pass(client: Socket, servers: readonly string[]): Promise<boolean> {
  for (const server of servers) {
    const { hostname, port } = new URL(server)
    const upstream = connect({ host: hostname, port: Number(port) })
    const isOpen = await once(upstream, 'connect').then(
      () => true,
      () => false,
    )
    if (!isOpen) continue
    upstream.on('error', () => client.destroy()).on('close', () => client.destroy())
    client.on('close', () => upstream.destroy())
    if (client.destroyed) upstream.destroy()
    client.pipe(upstream).pipe(client)
    return true
  }
  return false
}

/** The returned function ends it. */
function keepChecking(server: string, ready: Set<string>): () => void {
  let timer: NodeJS.Timeout | undefined
  const check = async () => {
    const isReady = await fetch(`${server}/health/ready`).then(
      async (answer) => {
        await answer.arrayBuffer()
        return answer.ok
      },
      () => false,
    )
    if (isReady) ready.add(server)
    else ready.delete(server)
    timer?.refresh()
  }
  timer = setTimeout(() => void check(), CHECK_MS)
  return () => {
    clearTimeout(timer)
    timer = undefined
  }
}
