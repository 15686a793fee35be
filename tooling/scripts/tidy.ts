/** Holds the sources to the sizes and names of STYLE.md; part of `npm run check`. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { judge, readExceptions } from './tidy/exceptions.ts'
import { tidyFile } from './tidy/file-rules.ts'
import { describeFinding } from './tidy/finding.ts'
import { tidyFolders } from './tidy/folder-rules.ts'
import { listSources } from './tidy/sources.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const EXCEPTIONS = fileURLToPath(new URL('./tidy-exceptions.json', import.meta.url))

const paths = listSources(ROOT, ['packages', 'apps', 'tooling'])
const findings = [
  ...tidyFolders(paths),
  ...paths.flatMap((path) => tidyFile(path, readFileSync(join(ROOT, path), 'utf8'))),
]
const exceptions = readExceptions(EXCEPTIONS)
const { broken, slack } = judge(findings, exceptions)

for (const finding of broken) console.error(describeFinding(finding))
for (const line of slack) console.error(`tooling/scripts/tidy-exceptions.json: ${line}`)
console.log(`${paths.length} files, ${exceptions.length} exceptions, ${broken.length + slack.length} to mend`)
process.exitCode = broken.length + slack.length > 0 ? 1 : 0
