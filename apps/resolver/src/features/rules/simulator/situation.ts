/** Three versions of a record that somebody makes up, or has taken from a recorded conflict. */
import { type ExplainedRule, type SimulateRequest, simulateRequest } from '@dartwing/protocol'
import type { Doc, Json } from '@dartwing/rules'
import { t } from '@lingui/core/macro'

export type Situation = Pick<SimulateRequest, 'doctype' | 'base' | 'server' | 'client' | 'context' | 'name'>
export type VersionName = 'base' | 'server' | 'client'
export const VERSION_NAMES = ['base', 'server', 'client'] as const

/** One field that both sides have changed, so that there is something to see at once. */
export function exampleOf({ doctype, fields }: ExplainedRule): Situation {
  const isText = ({ type }: { type: string }) => type === 'text' || type.endsWith('_text')
  const field =
    fields.find((each) => isText(each) && each.rule !== 'unlisted') ?? fields.find(isText) ?? fields[0]
  if (field === undefined) return { doctype, base: {}, server: {}, client: {} }
  const version = (text: string): Doc => ({ [field.field]: isText(field) ? text : null })
  const now = Date.now()
  const ago = (hours: number) => new Date(now - hours * 3_600_000).toISOString()
  return {
    doctype,
    base: version(t`as it was`),
    server: version(t`as the office wrote it`),
    client: version(t`as the phone wrote it`),
    context: { now: new Date(now).toISOString(), server_modified_at: ago(2), client_effective_at: ago(1) },
  }
}

export function fieldsOf(situation: Situation): readonly string[] {
  return [...new Set(VERSION_NAMES.flatMap((name) => Object.keys(situation[name] ?? {})))]
}

export function withValue(situation: Situation, name: VersionName, field: string, value: Json): Situation {
  return { ...situation, [name]: { ...situation[name], [field]: value } }
}

/** The field is there in every version that is. */
export function withField(situation: Situation, field: string): Situation {
  const added = VERSION_NAMES.flatMap((name): [VersionName, Doc][] => {
    const version = situation[name]
    return version == null ? [] : [[name, { ...version, [field]: null }]]
  })
  return { ...situation, ...Object.fromEntries(added) }
}

export function withoutField(situation: Situation, field: string): Situation {
  const kept = VERSION_NAMES.flatMap((name): [VersionName, Doc][] => {
    const version = situation[name]
    if (version == null) return []
    return [[name, Object.fromEntries(Object.entries(version).filter(([key]) => key !== field))]]
  })
  return { ...situation, ...Object.fromEntries(kept) }
}

/** A version that comes into being has the fields of the others, empty. */
export function emptyVersion(situation: Situation): Doc {
  return Object.fromEntries(fieldsOf(situation).map((field) => [field, null]))
}

/** Null: it is no situation yet; the reason in words. */
export function readSituation(text: string): Situation | string {
  try {
    const parsed = simulateRequest.safeParse(JSON.parse(text))
    if (parsed.success) return parsed.data
    const [issue] = parsed.error.issues
    return issue === undefined ? '' : `${issue.path.join('.')}: ${issue.message}`
  } catch (error) {
    return error instanceof Error ? error.message : ''
  }
}

/** For a shell: what stands in single quotes is taken as it is, but for the quote itself. */
export function asCurl(origin: string, path: string, body: unknown): string {
  const quoted = `'${JSON.stringify(body).replaceAll("'", `'\\''`)}'`
  return [
    `curl -X POST '${origin}${path}'`,
    `  -H "Authorization: Bearer $TOKEN"`,
    `  -H 'Content-Type: application/json'`,
    `  -d ${quoted}`,
  ].join(' \\\n')
}
