/** The lightest client there is, so that what is measured is the server: one kept connection per device. */
import { Agent, request } from 'node:http'

export interface Line {
  post(path: string, body: Buffer): Promise<Buffer>
  get(path: string): Promise<Buffer>
  /** Sent with every request from now on. */
  headers: Readonly<Record<string, string>>
  close(): void
}

export function openLine(address: string): Line {
  const agent = new Agent({ keepAlive: true })
  const { hostname, port } = new URL(address)
  const line: Line = {
    headers: {},
    post: (path, body) => ask('POST', path, body),
    get: (path) => ask('GET', path, null),
    close: () => agent.destroy(),
  }
  return line

  function ask(method: string, path: string, body: Buffer | null): Promise<Buffer> {
    const content =
      body === null ? {} : { 'content-type': 'application/json', 'content-length': body.byteLength }
    const headers = { ...line.headers, ...content }
    return new Promise((resolve, reject) => {
      const asked = request({ agent, hostname, port, method, path, headers }, (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          const text = Buffer.concat(chunks)
          if (answer.statusCode === 200) resolve(text)
          else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text.toString().slice(0, 500)}`))
        })
      })
      asked.on('error', reject)
      asked.end(body ?? undefined)
    })
  }
}
