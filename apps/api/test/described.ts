/** What the running server says about itself, for tests that must not forget an address. */
import { z } from 'zod'
import type { Api } from './api-kit.ts'

const parameter = z.object({ in: z.enum(['path', 'query', 'header']), name: z.string() })
const response = z.object({ content: z.record(z.string(), z.object({ schema: z.json() })).optional() })
const description = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        parameters: z.array(parameter).default([]),
        requestBody: z.unknown().optional(),
        responses: z.record(z.string(), response),
        security: z.array(z.unknown()).optional(),
      }),
    ),
  ),
})

export interface Described {
  /** `GET /api/conflicts/{id}` */
  readonly title: string
  readonly method: string
  readonly path: string
  readonly parameters: readonly z.infer<typeof parameter>[]
  readonly takesBody: boolean
  readonly isPublic: boolean
  readonly responses: z.infer<typeof description>['paths'][string][string]['responses']
}

/** Every operation of the server's own description. */
export async function describedOperations(address: string): Promise<Described[]> {
  const { paths } = description.parse(await (await fetch(`${address}/docs-json`)).json())
  return Object.entries(paths).flatMap(([path, byMethod]) =>
    Object.entries(byMethod).map(([name, operation]) => {
      const method = name.toUpperCase()
      return {
        title: `${method} ${path}`,
        method,
        path,
        parameters: operation.parameters,
        takesBody: operation.requestBody !== undefined,
        isPublic: operation.security === undefined,
        responses: operation.responses,
      }
    }),
  )
}

/** Every route there is, whether described or not: `GET /api/conflicts/{id}`. HEAD goes with GET, where there is one. */
export function routesOf(api: Api): string[] {
  const parts: string[] = []
  const tree = api.app.getHttpAdapter().getInstance().printRoutes({ commonPrefix: false })
  return tree.split('\n').flatMap((line) => {
    const found = /^(.*?)[├└]── (\S+?)(?: \(([A-Z, ]+)\))?$/.exec(line)
    if (found === null) return []
    const [, indent = '', part = '', methods] = found
    parts.splice(indent.length / 4, parts.length, part)
    const path = parts.join('').replace(/:([a-z_]+)/g, '{$1}')
    const names = methods?.split(', ') ?? []
    const own = names.filter((method) => method !== 'HEAD' || !names.includes('GET'))
    return own.map((method) => `${method} ${path}`)
  })
}
