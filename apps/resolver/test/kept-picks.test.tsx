import type { ConflictDetail } from '@dartwing/protocol'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, expect, test } from 'vitest'
import { KeptPicks } from '../src/features/review/result/kept-picks.tsx'
import { type Draft, type DraftEvent, newDraft, reduceDraft } from '../src/lib/draft/draft.ts'
import { detail, field } from './fixtures.ts'

beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: {} }))

const SIGNATURE = 'data:image/svg+xml,hers'

function asked(kind: ConflictDetail['kind'] = 'field_conflict'): ConflictDetail {
  return detail({
    kind,
    fields: ['note', 'signature'],
    fields_view: [
      field({ name: 'note', server: 'office', client: 'phone' }),
      field({ name: 'signature', type: 'signature', server: SIGNATURE, client: 'data:image/svg+xml,his' }),
    ],
  })
}

/** Decided by somebody else: the record, and with it the Server side, has what they chose. */
function closed(open: ConflictDetail, note: string): ConflictDetail {
  const decision = { winner: 'client', rule: 'manual' } as const
  const value = { note, signature: SIGNATURE }
  return {
    ...open,
    state: 'resolved',
    revision: 2,
    resolved_by: 'admin@demo.test',
    fields_view: open.fields_view.map((one) => ({ ...one, disposition: 'settled', server: 'as decided' })),
    resolution: {
      action: 'choose',
      by: 'admin@demo.test',
      by_name: 'Maja',
      at: '2026-11-22T12:00:00Z',
      comment: null,
      decisions: Object.entries(value).map(([name, now]) => ({ field: name, value: now, ...decision })),
      version: 2,
    },
  }
}

const drafted = (open: ConflictDetail, ...events: DraftEvent[]): Draft =>
  events.reduce(reduceDraft, newDraft(open))

const PICKS: DraftEvent[] = ['note', 'signature'].map((unit) => ({
  type: 'picked',
  unit,
  pick: { pick: 'server' },
}))

function page(now: ConflictDetail, draft: Draft): string {
  return renderToStaticMarkup(
    <I18nProvider i18n={i18n}>
      <MantineProvider>
        <KeptPicks now={now} draft={draft} zone="UTC" onDrop={() => undefined} onReopen={null} />
      </MantineProvider>
    </I18nProvider>,
  )
}

test('the picks are told with what stood there when they were made', () => {
  const text = page(closed(asked(), 'phone'), drafted(asked(), ...PICKS))
  expect(text).toContain('Maja resolved this first')
  expect(text).toContain('Server, office')
  expect(text).not.toContain('as decided')
})

test('whoever chose the same is told so, of a signature too', () => {
  expect(page(closed(asked(), 'office'), drafted(asked(), ...PICKS))).toContain('you both chose the same')
  const [half] = PICKS
  expect(page(closed(asked(), 'office'), drafted(asked(), ...(half ? [half] : [])))).toContain(
    'resolved this first',
  )
})

test('a note to a question that is decided as a whole is no choice', () => {
  const open = { ...asked('slot_collision'), fields: [] }
  const text = page(closed(open, 'office'), drafted(open, { type: 'commented', comment: 'later is better' }))
  expect(text).toContain('resolved this first')
  expect(text).toContain('later is better')
})
