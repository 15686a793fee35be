/** What a new DocType is made of: its file, and its lines in the list. */
export interface Scaffold {
  /** Below `packages/rules/src/doctypes`. */
  readonly path: string
  readonly file: string
  readonly index: string
}

const NAME = /^[A-Z][A-Za-z0-9]*( [A-Z][A-Za-z0-9]*)*$/

/** Throws, saying why, when the name is not one or is there already. */
export function scaffoldDocType(name: string, area: string, index: string): Scaffold {
  if (!NAME.test(name)) throw new Error(`"${name}" is no DocType name; write it like "Work Permit"`)
  const words = name.split(' ')
  const constant = words.join('_').toUpperCase()
  const slug = words.join('-').toLowerCase()
  if (index.includes(` ${constant} `)) throw new Error(`${name} is in the list already`)
  const imported = `import { ${constant} } from './${area}/${slug}.ts'\n`
  const listed = index.replace(
    /(DOCTYPE_RULES: readonly DocTypeRule\[\] = \[\n[^\]]*)\]/,
    `$1  ${constant},\n]`,
  )
  if (listed === index) throw new Error('The list of DocTypes is not where it was')
  return {
    path: `${area}/${slug}.ts`,
    file: fileOf(name, area, constant),
    index: withImport(listed, imported),
  }
}

/** After the last import, whatever its order: `npm run format` sorts them. */
function withImport(index: string, line: string): string {
  const last = index.lastIndexOf('\nimport {')
  const end = index.indexOf('\n', last + 1) + 1
  return index.slice(0, end) + line + index.slice(end)
}

function fileOf(name: string, area: string, constant: string): string {
  const series = `${name
    .split(' ')
    .map((word) => word[0])
    .join('')
    .toUpperCase()}-`
  return `import { ADMIN_ONLY, defineDocType } from '../define.ts'
import { longText, text } from '../fields.ts'

export const ${constant} = defineDocType({
  name: '${name}',
  area: '${area}',
  series: '${series}',
  title_fields: ['title'],
  strategy: 'server_wins',
  reason: 'The office keeps ${name.toLowerCase()} records',

  fields: {
    title: text('Title', { required: true }),
    notes: longText('Notes'),
  },

  rights: ADMIN_ONLY,
})
`
}
