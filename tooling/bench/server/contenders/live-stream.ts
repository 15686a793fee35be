import { get } from 'node:http'

/** Reads a stream of server-sent events. */
export function listenToStream(address: string, heard: (text: string) => void): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const asked = get(address, { agent: false }, (stream) => {
      stream.setEncoding('utf8').on('data', heard)
      // Hanging up ends the stream with an error that nobody needs to hear of.
      stream.on('error', () => {})
      stream.once('data', () => resolve(() => asked.destroy()))
    })
    asked.on('error', reject)
  })
}
