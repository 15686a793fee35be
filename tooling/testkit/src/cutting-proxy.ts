/** A bad link: in front of a server, while it is bad it ends every connection after so many bytes, whichever way they went. */
import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

export interface CuttingProxy {
  readonly address: string
  /** How many connections it has cut. */
  cuts(): number
  /** It is bad from the beginning. */
  setBad(isBad: boolean): void
  close(): Promise<void>
}

/** `budgets`: the bytes that each next connection may carry, over and over again. */
export async function startCuttingProxy(server: string, budgets: readonly number[]): Promise<CuttingProxy> {
  const { hostname, port } = new URL(server)
  const open = new Set<Socket>()
  let [turn, cuts] = [0, 0]
  let isBad = true
  const proxy = createServer((client) => {
    const upstream = connect({ host: hostname, port: Number(port) })
    const pair = [client, upstream] as const
    let left = budgets[turn++ % budgets.length] ?? Number.POSITIVE_INFINITY
    const count = ({ byteLength }: Buffer): void => {
      if (isBad) left -= byteLength
      if (left > 0 || client.destroyed) return
      cuts += 1
      for (const socket of pair) socket.destroy()
    }
    for (const [from, to] of [pair, [upstream, client] as const]) {
      open.add(from)
      from.on('close', () => {
        open.delete(from)
        to.destroy()
      })
      from.on('error', () => to.destroy()).on('data', count)
      from.pipe(to)
    }
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  const address = proxy.address()
  if (address === null || typeof address === 'string') throw new Error('The proxy has no port')
  return {
    address: `http://127.0.0.1:${address.port}`,
    cuts: () => cuts,
    setBad: (value) => {
      isBad = value
    },
    close: async () => {
      for (const socket of open) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
