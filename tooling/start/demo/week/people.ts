import { addressOf, conflictDetail, conflictList, ENDPOINTS, session } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'

/** Those who decide, and those who say how it went: by the same calls as the resolver. */
export interface People {
  /** The Server side stands. */
  decide(as: string, id: string): Promise<void>
  undo(as: string, id: string): Promise<void>
  say(as: string, id: string, score: number): Promise<void>
  /** The latest conflict that a rule has settled about this record. */
  settledAbout(name: string): Promise<string>
}

interface Shape<T> {
  parse(value: unknown): T
}

const PASSWORD = 'demo'
const ADMIN = 'admin@demo.test'

export function peopleAt(address: string): People {
  const tokens = new Map<string, Promise<string>>()
  const signIn = async (email: string): Promise<string> => {
    const answer = await send(`${address}${ENDPOINTS.login}`, null, { email, password: PASSWORD })
    return session.parse(answer).access_token
  }
  const ask = async (as: string, path: string, body?: Doc, revision?: number) => {
    const token = tokens.get(as) ?? signIn(as)
    tokens.set(as, token)
    return send(`${address}${path}`, await token, body, revision)
  }
  const read = async <T>(shape: Shape<T>, path: string): Promise<T> => shape.parse(await ask(ADMIN, path))
  const act = async (as: string, template: string, id: string, body: Doc) => {
    const { revision } = await read(conflictDetail, addressOf(ENDPOINTS.conflict, { id }))
    await ask(as, addressOf(template, { id }), body, revision)
  }
  return {
    decide: async (as, id) => {
      const { fields } = await read(conflictDetail, addressOf(ENDPOINTS.conflict, { id }))
      const choices = Object.fromEntries(fields.map((field) => [field, { pick: 'server' }]))
      await act(as, ENDPOINTS.conflictResolve, id, { action: 'choose', choices })
    },
    undo: (as, id) => act(as, ENDPOINTS.conflictUndo, id, { comment: 'The customer has called again' }),
    say: async (as, conflict_id, score) => {
      await ask(as, ENDPOINTS.feedback, { conflict_id, score })
    },
    settledAbout: async (name) => {
      const { items } = await read(conflictList, `${ENDPOINTS.conflicts}?view=auto&q=${name}&limit=1`)
      const [latest] = items
      if (latest === undefined) throw new Error(`No rule has settled anything about ${name}`)
      return latest.id
    },
  }
}

async function send(url: string, token: string | null, body?: Doc, revision?: number): Promise<unknown> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token === null ? {} : { authorization: `Bearer ${token}` }),
      ...(revision === undefined
        ? {}
        : { 'if-match': `"${revision}"`, 'idempotency-key': crypto.randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${url} answered ${response.status}: ${text}`)
  return JSON.parse(text)
}
