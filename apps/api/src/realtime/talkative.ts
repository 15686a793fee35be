import type { Sockets } from './emit.ts'

const PACKETS_MAX = 100
const WINDOW_MS = 10_000

/**
 * Clients have nothing to say after they came. Whatever they send is dropped, and who sends much is cut off,
 * signed in or not.
 */
export function cutOffTalkative(server: Sockets): void {
  server.engine.on('connection', (connection: Connection) => {
    let [since, heard] = [performance.now(), 0]
    connection.on('packet', ({ type }) => {
      if (type !== 'message') return
      const now = performance.now()
      if (now - since > WINDOW_MS) [since, heard] = [now, 0]
      heard += 1
      if (heard > PACKETS_MAX) connection.close(true)
    })
  })
}

/** What is used of a connection of Engine.IO, which has no types of its own here. */
interface Connection {
  on(event: 'packet', listener: (packet: { readonly type: string }) => void): void
  close(discard: boolean): void
}
