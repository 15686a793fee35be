/** docs/clients.md says what the schemas say. */
import { readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import {
  conflictEvent,
  doc,
  feedPage,
  feedRow,
  itemResult,
  itemStatus,
  loginRequest,
  operation,
  PROBLEMS,
  problem,
  REJECTIONS,
  refreshRequest,
  resolveRequest,
  session,
  socketAuth,
  upsertBatchRequest,
  upsertBatchResponse,
  wrapped,
} from '@dartwing/protocol'
import { docTypeRule, STRATEGIES } from '@dartwing/rules'
import { describe, expect, it } from 'vitest'
import { MACHINE_EVENTS, STATES, TRANSITIONS } from '../src/machine/transitions.ts'

const page = readFileSync(new URL('../../../docs/clients.md', import.meta.url), 'utf8')

const ruleAnswer = wrapped(doc)

/** By the word after `json` on the fence of a block. */
const SCHEMAS: Readonly<Record<string, { safeParse(value: unknown): { readonly success: boolean } }>> = {
  loginRequest,
  session,
  refreshRequest,
  upsertBatchRequest: upsertBatchRequest.extend({ operations: operation.array() }),
  upsertBatchResponse: wrapped(upsertBatchResponse),
  itemResult,
  feedPage: wrapped(feedPage),
  feedRow,
  ruleAnswer,
  resolveRequest,
  socketAuth,
  conflictEvent,
  problem,
}

interface Block {
  readonly language: string
  readonly schema: string
  readonly text: string
}

function blocks(): Block[] {
  return [...page.matchAll(/^```(\w+) ?(\w*)\n([\s\S]*?)^```$/gm)].map(
    ([, language = '', schema = '', text = '']) => ({ language, schema, text }),
  )
}

/** The codes that stand in the first column of the table after a heading's sentence. */
function codesAfter(sentence: string): string[] {
  const [, after = ''] = page.split(sentence)
  const [table = ''] = after.slice(after.indexOf('|')).split('\n\n')
  const cells = table.split('\n').map((line) => line.split('|')[1] ?? '')
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, code = '']) => code))
}

describe('docs/clients.md', () => {
  const messages = blocks().filter(({ language }) => language === 'json')

  it('has only code that is checked here', () => {
    expect([...new Set(blocks().map(({ language }) => language))].sort()).toEqual(['dart', 'json', 'sql'])
    expect(messages.map(({ schema }) => schema).sort()).toEqual(Object.keys(SCHEMAS).sort())
  })

  it.each(Object.entries(SCHEMAS))('shows a real %s', (name, schema) => {
    const text = messages.find((block) => block.schema === name)?.text ?? ''
    expect(schema.safeParse(JSON.parse(text))).toMatchObject({ success: true })
  })

  it('shows the rule as it is in force', () => {
    const { message } = ruleAnswer.parse(
      JSON.parse(messages.find((one) => one.schema === 'ruleAnswer')?.text ?? ''),
    )
    const rule = docTypeRule(String(message.doctype))
    expect(message).toMatchObject({ strategy: rule?.strategy, reason: rule?.reason })
  })

  it('has tables that SQLite takes', () => {
    const database = new DatabaseSync(':memory:')
    for (const { language, text } of blocks()) if (language === 'sql') database.exec(text)
    const tables = database
      .prepare('SELECT name FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name')
      .all()
    expect(tables.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['document', 'mutation', 'setting']),
    )
  })

  it('says what to do for every code there is, and no other', () => {
    expect(codesAfter('Whole requests;').sort()).toEqual(Object.keys(PROBLEMS).sort())
    expect(codesAfter('Single items,').sort()).toEqual(Object.keys(REJECTIONS).sort())
  })

  it('has the state machine as it is', () => {
    const [, after = ''] = page.split('Six states;')
    const [table = ''] = after.slice(after.indexOf('|')).split('\n\n')
    const [head = [], , ...rows] = table.split('\n').map((line) => line.split('|').map((cell) => cell.trim()))
    expect(head.slice(2, -1)).toEqual(STATES)
    expect(rows.map((cells) => cells.slice(1, -1))).toEqual(
      MACHINE_EVENTS.map((event) => [
        `\`${event}\``,
        ...STATES.map((state) => TRANSITIONS[state][event]).map((next) => (next === 'stay' ? '' : next)),
      ]),
    )
  })

  it('handles every strategy and every status', () => {
    const dart = blocks().find(({ language }) => language === 'dart')?.text ?? ''
    for (const strategy of STRATEGIES) expect(dart).toContain(`case '${strategy}':`)
    for (const status of itemStatus.options) {
      expect(dart).toMatch(status === 'retry' ? /default: \/\/ `retry`/ : new RegExp(`case .*'${status}'`))
    }
  })
})
