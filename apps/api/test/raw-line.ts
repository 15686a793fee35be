/** A live connection as bytes: Engine.IO's open `0`, ping `2`, pong `3`, message `4`; Socket.IO's connect `0`, event `2`. */
import { vi } from 'vitest'

export interface RawLine {
  readonly socket: WebSocket
  readonly isClosed: boolean
  send(packet: string | Uint8Array<ArrayBuffer>): void
  untilClosed(): Promise<void>
}

/** Open, and not yet anybody. */
export async function openRawLine(address: string): Promise<RawLine> {
  const { line } = await open(address)
  return line
}

/** Signed in. */
export async function joinRawLine(address: string, token: string, org: string): Promise<RawLine> {
  const { line, until } = await open(address)
  line.send(`40${JSON.stringify({ token, org })}`)
  await until('40{')
  return line
}

async function open(address: string) {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`)
  const heard: string[] = []
  let isClosed = false
  for (const end of ['close', 'error']) {
    socket.addEventListener(end, () => {
      isClosed = true
    })
  }
  socket.addEventListener('message', ({ data }) => {
    const text = String(data)
    if (text === '2') socket.send('3')
    else heard.push(text)
  })
  const until = (begin: string) =>
    vi.waitUntil(() => heard.some((text) => text.startsWith(begin)), { timeout: 60_000, interval: 5 })
  await until('0{')
  const line: RawLine = {
    socket,
    get isClosed() {
      return isClosed
    },
    send: (packet) => socket.send(packet),
    untilClosed: () => vi.waitUntil(() => isClosed, { timeout: 60_000, interval: 5 }).then(() => undefined),
  }
  return { line, until }
}
