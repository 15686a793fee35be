import { transformSync } from '@babel/core'
import { translatable } from '../../translatable.ts'

/** As the macros leave it: the comment, then the message with its id first. */
const MESSAGE = /\/\*i18n\*\/\s*\{\s*id: ("(?:[^"\\]|\\.)*")/g

/** The ids of the texts that one source file shows, as a build would ask for them. */
export function textIds(file: string, source: string): string[] {
  if (!source.includes('@lingui')) return []
  const compiled = transformSync(source, {
    filename: file,
    configFile: false,
    babelrc: false,
    plugins: translatable.plugins,
    parserOpts: { plugins: file.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] },
  })
  return [...(compiled?.code ?? '').matchAll(MESSAGE)].map(([, id]) => String(JSON.parse(id ?? '""')))
}
