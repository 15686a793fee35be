/** What the description promises is what comes: every operation says its answer, and real answers fit. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { ADMIN, type Api, signIn, startApi } from './api-kit.ts'
import { ask, heldAppointment, type Ids, requestFor } from './borrowed-ids.ts'
import { type Described, describedOperations } from './described.ts'

let api: Api
let operations: Described[]
let ids: Ids
beforeAll(async () => {
  api = await startApi()
  operations = await describedOperations(api.address)
  ids = await heldAppointment(api)
})
afterAll(() => api.close())

interface Documented {
  readonly media: string
  readonly schema: z.ZodType
}

/** What the description says about this status; null = an answer without a body. */
function documented(operation: Described, status: number, problem: z.ZodType): Documented | null {
  const { content } = operation.responses[status] ?? operation.responses.default ?? {}
  const [first] = Object.entries(content ?? {})
  if (first === undefined) return null
  const [media, { schema }] = first
  return { media, schema: media.includes('problem') ? problem : z.fromJSONSchema(object.parse(schema), AS) }
}

const object = z.record(z.string(), z.json())
const AS = { defaultTarget: 'openapi-3.0' } as const

async function problemSchema(): Promise<z.ZodType> {
  const description = z.object({ components: z.object({ schemas: z.object({ Problem: object }) }) })
  const { components } = description.parse(await (await fetch(`${api.address}/docs-json`)).json())
  return z.fromJSONSchema(components.schemas.Problem, AS)
}

const isUpsert = ({ path }: Described) => path.endsWith('upsert_batch')

describe('the description', () => {
  it('says of every operation what it answers when it can', () => {
    const silent = operations.filter(({ responses }) => {
      const good = Object.entries(responses).filter(([status]) => status.startsWith('2'))
      return (
        good.length !== 1 || good.some(([status, { content }]) => status !== '204' && content === undefined)
      )
    })
    expect(silent.map(({ title }) => title)).toEqual([])
  })

  it('says of every operation which problems it can meet', () => {
    const silent = operations.filter(({ responses }) =>
      Object.entries(responses).every(([status, { content }]) => {
        return status.startsWith('2') || content?.['application/problem+json'] === undefined
      }),
    )
    expect(silent.map(({ title }) => title)).toEqual([])
  })

  /** What a guess, or an id of a finished thing, can only be refused with. */
  const REFUSED =
    /auth\/(login|refresh|password|invitation|oidc)|webhooks|undo|extend|reassign|claim|members|stage|uploads/

  it('is kept by real answers, good and bad', async () => {
    const token = await signIn(api.address, ADMIN)
    const problem = await problemSchema()
    const broken = []
    // The conflict is decided before the document is deleted.
    const inOrder = operations.toSorted((a, b) => Number(isUpsert(a)) - Number(isUpsert(b)))
    for (const operation of inOrder) {
      const response = await ask(api.address, operation.isPublic ? null : token, requestFor(operation, ids))
      const text = await response.text()
      if (!response.ok && !REFUSED.test(operation.path)) broken.push([operation.title, text])
      const promise = documented(operation, response.status, problem)
      const media = response.headers.get('content-type')?.split(';')[0]
      const isMedia = media === promise?.media || promise?.media === '*/*'
      if (!isMedia) broken.push([operation.title, media, promise?.media])
      // The answer to HEAD says what another's body would be.
      if (promise === null || !media?.includes('json') || operation.method === 'HEAD') continue
      const { error } = promise.schema.safeParse(JSON.parse(text))
      if (error !== undefined) broken.push([operation.title, response.status, error.message])
    }
    expect(broken).toEqual([])
  })

  it('is kept by a sign-in and its renewal', async () => {
    const problem = await problemSchema()
    const post = (path: string, body: unknown) =>
      ask(api.address, null, { path, init: { method: 'POST', headers: {}, body } })
    const signedIn = await (await post('/api/auth/login', { email: ADMIN, password: 'demo' })).json()
    const { refresh_token } = z.object({ refresh_token: z.string() }).parse(signedIn)
    const renewed = await (await post('/api/auth/refresh', { refresh_token })).json()
    for (const [name, answer] of Object.entries({ login: signedIn, refresh: renewed })) {
      const operation = operations.find(({ path }) => path === `/api/auth/${name}`)
      if (operation === undefined) throw new Error(`${name} is not described`)
      expect(documented(operation, 200, problem)?.schema.safeParse(answer).error).toBeUndefined()
    }
  })

  it('would notice an answer of another shape', async () => {
    const settings = operations.find(({ path }) => path === '/api/settings')
    if (settings === undefined) throw new Error('/api/settings is not described')
    const promise = documented(settings, 200, await problemSchema())
    expect(promise?.schema.safeParse({ demo: 'yes' }).success).toBe(false)
  })
})
