export const RULES = {
  file_length: 'lines in the file',
  function_length: 'lines in one function',
  folder_size: 'source files in the folder',
  folder_depth: 'folders deep under src',
  forbidden_name: 'a name that says nothing: name the thing',
  barrel: 'only passes on what other files export: import from them',
  todo: 'an intention left in the code: do it, or open an issue',
  unfinished_test: 'a test that does not run, or that keeps others from running',
  unsafe_sql: 'SQL put together from text: use tagged templates, whose values are parameters',
  session_setting: 'a setting that outlives its transaction, and reaches whoever has the connection next',
  across_organisations: 'goes across organisations: only access, lifecycle and jobs may',
} as const
export type Rule = keyof typeof RULES

export interface Finding {
  readonly rule: Rule
  /** From the root, with forward slashes. */
  readonly path: string
  readonly line?: number
  /** What was counted, for the rules that have a limit. */
  readonly count?: number
  readonly limit?: number
}

export function describeFinding({ rule, path, line, count, limit }: Finding): string {
  const place = line === undefined ? path : `${path}:${line}`
  const measure = count === undefined ? '' : `${count} `
  const most = limit === undefined ? '' : ` (at most ${limit})`
  return `${place}  ${measure}${RULES[rule]}${most}  [${rule}]`
}
