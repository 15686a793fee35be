const TIMEOUT_MS = 5000
const BYTES_MAX = 256 * 1024

/** The issuer does not answer, or what answers in its place is no issuer. Not the fault of who is signing in. */
export class IssuerAway extends Error {}

/** The issuer answered, and what it said does not prove who is signing in. */
export class NotProven extends Error {}

export interface IssuerAnswer {
  readonly status: number
  readonly body: unknown
}

/** Asks the issuer for JSON: never longer, never more, and never elsewhere than it was asked. */
export async function askIssuer(url: string, init: RequestInit = {}): Promise<IssuerAnswer> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { ...init, redirect: 'error', signal })
    return { status: response.status, body: JSON.parse(await readText(response)) }
  } catch (cause) {
    throw new IssuerAway(`No answer of an issuer at ${url}: ${reasonOf(cause)}`, { cause })
  }
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    // Leaving the loop closes the connection.
    if (size > BYTES_MAX) throw new Error(`more than ${BYTES_MAX} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}

/** `fetch` says only that it failed; why is in its cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? error.cause.message : error.message
}
