/**
 * A Socket.IO client of the fewest lines, so that ninety-nine of them in one process cost little:
 * Engine.IO's open `0`, ping `2` and pong `3`, and Socket.IO's connect `40`, refusal `44` and event `42`.
 */
import type { SocketAuth } from '@dartwing/protocol'

export function listenToSocket(
  address: string,
  auth: SocketAuth,
  heard: (text: string) => void,
): Promise<() => void> {
  const url = `${address.replace('http', 'ws')}/socket.io/?EIO=4&transport=websocket`
  const socket = new WebSocket(url)
  return new Promise((resolve, reject) => {
    socket.addEventListener('error', () => reject(new Error(`${url} does not answer`)))
    socket.addEventListener('message', ({ data }) => {
      const text = String(data)
      if (text.startsWith('42')) heard(text)
      else if (text === '2') socket.send('3')
      else if (text.startsWith('0')) socket.send(`40${JSON.stringify(auth)}`)
      else if (text.startsWith('40')) resolve(() => socket.close())
      else if (text.startsWith('44')) reject(new Error(`The socket is refused: ${text}`))
    })
  })
}
