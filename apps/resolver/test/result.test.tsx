import { CONFLICT_HISTORY, type ConflictDetail } from '@dartwing/protocol'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, expect, test } from 'vitest'
import { leftOut } from '../src/features/review/fields/left-out.ts'
import { ItemHistory } from '../src/features/review/folds/item-history.tsx'
import { ResultDecisions } from '../src/features/review/result/result-decisions.tsx'
import { detail, field } from './fixtures.ts'

beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: {} }))

const sides = (server: string, client: string) =>
  [
    { side: 'server', value: server },
    { side: 'client', value: client },
  ] as const
const sidesLost = (stands: string, server: string, client: string) =>
  leftOut(sides(server, client), stands).map(({ side }) => side)

test('what is left out is what does not stand', () => {
  expect(sidesLost('one', 'one', 'two')).toEqual(['client'])
  expect(sidesLost('three', 'one', 'two')).toEqual(['server', 'client'])
  expect(leftOut([{ side: 'server', value: null }, { side: 'client' }], 'one')).toEqual([])
})

test('both texts are kept: nothing is left out, unless a word only occurs in another', () => {
  expect(sidesLost('one\ntwo', 'one', 'two')).toEqual([])
  expect(sidesLost('Not OK', 'OK', 'Bad')).toEqual(['server', 'client'])
})

test('what the record has from the device is said once, as the device’s', () => {
  expect(sidesLost('hers', 'his', 'his')).toEqual(['client'])
})

type Decision = NonNullable<ConflictDetail['resolution']>['decisions'][number]

function shown(decision: Omit<Decision, 'field' | 'rule'>): string {
  const base = { title: 'Visit', status: 'Open' }
  const decisions = [{ field: '_document', rule: 'chosen', ...decision }]
  const about = { action: 'choose', by: 'r@demo.test', by_name: 'R', at: '2026-11-22T12:00:00Z' }
  const resolution = { ...about, comment: null, decisions, version: 3 }
  const fields_view = [field({ name: 'title', label: 'Title' }), field({ name: 'status', label: 'Status' })]
  const item = detail({ kind: 'delete_edit', state: 'resolved', base, fields_view, resolution })
  return textOf(<ResultDecisions detail={item} resolution={resolution} zone="Europe/Berlin" />)
}

function textOf(page: ReactNode): string {
  const html = renderToStaticMarkup(
    <I18nProvider i18n={i18n}>
      <MantineProvider>{page}</MantineProvider>
    </I18nProvider>,
  )
  return html
    .replace(/<style.*?<\/style>/gs, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

test('a record that was deleted is called so, with what the other had changed', () => {
  const edited = { title: 'Visit, later', status: 'Open' }
  expect(shown({ winner: 'client', value: null, server: edited, client: null })).toBe(
    'Values were chosen The record deleted Device Left out, kept here: Server Title Visit, later',
  )
  expect(shown({ winner: 'server', value: edited, server: edited, client: null })).toBe(
    'Values were chosen The record kept Server Left out, kept here: Device deleted',
  )
})

test('the history of an item has words for all that happens, and names people only', () => {
  const at = '2026-11-22T12:00:00Z'
  const entry = (type: string, actor: string, actor_name: string) => ({
    type,
    at,
    actor,
    actor_name,
    detail: null,
  })
  const history = [
    ...CONFLICT_HISTORY.map((type) => entry(type, 'ana@demo.test', 'Ana')),
    entry('auto_resolved', 'timer', 'The deadline'),
  ]
  const said = textOf(<ItemHistory detail={detail({ history })} zone="Europe/Berlin" />)
  expect(said).not.toMatch(/detected|candidate|settled by|server changed|claimed|reassigned|auto/)
  expect(said.match(/Ana/g)).toHaveLength(CONFLICT_HISTORY.length)
  expect(said).toMatch(/The deadline decided Sun/)
})
