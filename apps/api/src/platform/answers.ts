import { PROBLEMS, type ProblemCode } from '@dartwing/protocol'
import { applyDecorators, HttpCode } from '@nestjs/common'
import { ApiResponse, type OpenAPIObject } from '@nestjs/swagger'
import { z } from 'zod'

type JsonSchema = Extract<Parameters<typeof ApiResponse>[0], { schema: unknown }>['schema']

const PROBLEM_CONTENT = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

/** What a call answers with: a status and a shape (null = no body), and the problems that are its own. */
export function Answers(
  status: 200 | 201 | 202 | 204,
  shape: z.ZodType | null,
  ...problems: ProblemCode[]
): MethodDecorator {
  const body = shape === null ? {} : { schema: toJsonSchema(shape) }
  return applyDecorators(
    HttpCode(status),
    ApiResponse({ status, description: shape === null ? 'Done' : 'The answer', ...body }),
    ...problemResponses(problems),
  )
}

/** The same for a call that answers with bytes of a media type. */
export function AnswersBytes(media: string, ...problems: ProblemCode[]): MethodDecorator {
  const content = { [media]: { schema: { type: 'string', format: 'binary' } } } as const
  return applyDecorators(
    ApiResponse({ status: 200, description: 'The bytes', content }),
    ...problemResponses(problems),
  )
}

function problemResponses(problems: readonly ProblemCode[]): MethodDecorator[] {
  const statuses = [...new Set(problems.map((code) => PROBLEMS[code].status))]
  return statuses.map((status) => {
    const codes = problems.filter((code) => PROBLEMS[code].status === status)
    const description = codes.map((code) => `\`${code}\`: ${PROBLEMS[code].title}`).join('  \n')
    return ApiResponse({ status, description, content: PROBLEM_CONTENT })
  })
}

/** Every other failure: any call can meet it, and it looks the same everywhere. */
export const ANY_PROBLEM = {
  status: 'default',
  description: 'A problem with a stable code',
  content: PROBLEM_CONTENT,
} as const

export function withProblemSchema(document: OpenAPIObject, problem: z.ZodType): OpenAPIObject {
  const schemas = { ...document.components?.schemas, Problem: toJsonSchema(problem) }
  return { ...document, components: { ...document.components, schemas } }
}

/** In one piece: a value that may be any JSON is described as anything, not by a reference to itself. */
function toJsonSchema(shape: z.ZodType): JsonSchema {
  const schema = z.toJSONSchema(shape, {
    target: 'openapi-3.0',
    // A newer server may say more than it does today.
    io: 'input',
    reused: 'inline',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      if (jsonSchema.format !== undefined) delete jsonSchema.pattern
    },
  })
  const { definitions: _definitions, ...rest } = schema
  return JSON.parse(JSON.stringify(rest), (_key, value) => (isReference(value) ? {} : value))
}

const isReference = (value: unknown) => typeof value === 'object' && value !== null && '$ref' in value
