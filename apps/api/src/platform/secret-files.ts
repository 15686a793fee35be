import { readFileSync } from 'node:fs'

/** `NAME_FILE=/run/secrets/name` in place of `NAME=...`: a secret need not be in the environment. */
export function withFiles(environment: NodeJS.ProcessEnv, names: readonly string[]): NodeJS.ProcessEnv {
  const read = names.flatMap((name) => {
    const path = environment[`${name}_FILE`]
    if (!path) return []
    if (environment[name]) throw new Error(`Set ${name} or ${name}_FILE, not both`)
    return [[name, textOf(name, path)]]
  })
  return { ...environment, ...Object.fromEntries(read) }
}

function textOf(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd()
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`${name}_FILE cannot be read: ${reason}`, { cause })
  }
}
