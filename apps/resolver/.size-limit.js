import { readdirSync } from 'node:fs'

const CHUNK = /^(.+)-[\w-]{8}\.(js|css)$/

/** What is loaded before the queue shows its list: the first file, what it imports, and the texts in English. */
const FIRST = ['first', 'rolldown-runtime', 'en']

/** In kB, gzip. A page that is not named here may have as much as the last line says. */
const LIMITS = {
  'item-page.js': 25,
  'day-picture.js': 55,
  'day-picture.css': 12,
  'signature-decision.js': 15,
}
const PAGE_LIMIT = 30

const MESSAGE =
  'Load what is not needed at once by lazy() or import(), drop it, or raise the limit in apps/resolver/.size-limit.js and say why.'

const names = readdirSync(new URL('dist/assets/', import.meta.url))
const otherPages = names
  .map((name) => CHUNK.exec(name))
  .filter((match) => match !== null)
  .map(([, chunk, ending]) => `${chunk}.${ending}`)
  .filter((part) => part.endsWith('-page.js') && !(part in LIMITS))

export default [
  budget(
    'First load, scripts with English',
    235,
    FIRST.map((chunk) => pathOf(`${chunk}.js`)),
  ),
  budget('First load, styles', 25, [pathOf('first.css')]),
  ...Object.entries(LIMITS).map(([part, limit]) => budget(part, limit, [pathOf(part)])),
  ...otherPages.map((part) => budget(part, PAGE_LIMIT, [pathOf(part)])),
]

function budget(name, limit, path) {
  return { name, path, limit: `${limit} kB`, gzip: true, message: MESSAGE }
}

/** Built files carry a digest in their names. */
function pathOf(part) {
  const [chunk, ending] = part.split('.')
  return `dist/assets/${chunk}-????????.${ending}`
}
