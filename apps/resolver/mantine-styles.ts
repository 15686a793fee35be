import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Plugin } from 'vite'

/** What the pages show of Mantine, also inside something else. Its style sheet has all there is; the rest is not sent. */
const PARTS = `
  ActionIcon Avatar Badge Button Checkbox CheckboxCard CheckboxIndicator CloseButton Combobox Drawer
  FloatingIndicator InlineInput Input Kbd Loader Mark Menu Modal ModalBase Notification NumberInput
  Overlay Paper PasswordInput Popover Progress Radio RadioCard RadioIndicator ScrollArea SegmentedControl
  Skeleton Switch Tabs Text Title UnstyledButton VisuallyHidden
`
  .trim()
  .split(/\s+/)

const WHOLE_SHEET = /@mantine\/core\/styles\.layer\.css$/
const PART = /@mantine\/core\/esm\/.*\/(\w+)\.module\.mjs$/

const kept = new Set(PARTS.flatMap((part) => classesIn(readFileSync(sheetOf(part), 'utf8'))))

interface Rule {
  readonly selector: string
  readonly source?: { readonly input: { readonly file?: string | undefined } } | undefined
  remove(): unknown
}

/** For PostCSS. What has no class of a part (variables, the base of every page) stays. */
export const onlyShownParts = {
  postcssPlugin: 'only-shown-parts',
  Rule(rule: Rule): void {
    if (!WHOLE_SHEET.test(rule.source?.input.file ?? '')) return
    const classes = classesIn(rule.selector)
    if (classes.length > 0 && !classes.some((name) => kept.has(name))) rule.remove()
  },
}

/** A part without its styles would look broken, and only there: the build says so. */
export const checkShownParts: Plugin = {
  name: 'check-shown-parts',
  apply: 'build',
  generateBundle(_, bundle) {
    const shown = new Set(
      Object.values(bundle)
        .flatMap((file) => (file.type === 'chunk' ? Object.entries(file.modules) : []))
        .filter(([, module]) => module.renderedLength > 0)
        .flatMap(([id]) => PART.exec(id)?.[1] ?? []),
    )
    const missing = [...shown].filter((part) => !PARTS.includes(part))
    const unused = PARTS.filter((part) => !shown.has(part))
    if (missing.length > 0) this.error(`mantine-styles.ts lacks what the pages show: ${missing.join(', ')}`)
    if (unused.length > 0) this.error(`mantine-styles.ts names what no page shows: ${unused.join(', ')}`)
  },
}

function sheetOf(part: string): string {
  return fileURLToPath(import.meta.resolve(`@mantine/core/styles/${part}.css`))
}

function classesIn(text: string): string[] {
  return text.match(/\.m_[0-9a-f]+/g) ?? []
}
