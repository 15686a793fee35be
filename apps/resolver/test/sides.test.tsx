import type { ConflictDetail } from '@dartwing/protocol'
import { i18n } from '@lingui/core'
import { I18nProvider } from '@lingui/react'
import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { beforeAll, expect, test } from 'vitest'
import { AppointmentContext } from '../src/features/appointments/appointment-context.tsx'
import { FieldDecisions } from '../src/features/review/field-decisions.tsx'
import { SettledFields } from '../src/features/review/folds/settled-fields.tsx'
import { SideCards } from '../src/features/review/frame/side-cards.tsx'
import { newDraft } from '../src/lib/draft/draft.ts'
import { createDraftStore, DraftContext } from '../src/lib/draft/draft-store.ts'
import { ItemContext } from '../src/lib/draft/item-context.ts'
import { splitFields } from '../src/lib/draft/units.ts'
import { detail, field, side } from './fixtures.ts'

beforeAll(() => i18n.loadAndActivate({ locale: 'en', messages: {} }))

const SERVER = {
  value: 'wert-eins',
  actor: 'Person Eins',
  date: '2026-11-17',
  said: '17 Nov',
  device: 'geraet-eins',
}
const DEVICE = {
  value: 'wert-zwei',
  actor: 'Person Zwei',
  date: '2026-11-24',
  said: '24 Nov',
  device: 'geraet-zwei',
}

function itemOf(server: typeof SERVER, client: typeof SERVER): ConflictDetail {
  const at = (of: typeof SERVER) => `${of.date}T12:00:00Z`
  const interval = (of: typeof SERVER) => ({ start: at(of), end: `${of.date}T13:00:00Z` })
  const who = (of: typeof SERVER) =>
    side({ actor_name: of.actor, at: at(of), device: of.device, offline_seconds: 7200 })
  return detail({
    sides: { server: who(server), client: who(client), base: null },
    calendar: {
      resource: 'r',
      resource_label: 'R',
      time_zone: 'UTC',
      server: interval(server),
      client: interval(client),
      overlap_minutes: 0,
      day: [],
      free: [],
      free_for_other: [],
    },
    fields_view: [
      field({ name: 'open', base: 'davor', server: server.value, client: client.value }),
      field({
        name: 'settled',
        disposition: 'settled',
        winner: 'both',
        base: 'davor',
        server: server.value,
        client: client.value,
        merged: 'beides',
      }),
    ],
  })
}

function markupOf(item: ConflictDetail): string {
  return renderToStaticMarkup(
    <I18nProvider i18n={i18n}>
      <MantineProvider env="test">
        <ItemContext value={{ detail: item, zone: 'UTC', problems: {}, canDecide: true }}>
          <DraftContext value={createDraftStore(newDraft(item))}>
            <SideCards detail={item} zone="UTC" />
            {item.calendar === null ? null : <AppointmentContext calendar={item.calendar} />}
            <FieldDecisions />
            <SettledFields detail={item} fields={splitFields(item).settled} zone="UTC" />
          </DraftContext>
        </ItemContext>
      </MantineProvider>
    </I18nProvider>,
  )
}

/** The text that stands inside the parts that belong to one side. */
function textOf(markup: string, name: 'server' | 'client'): string {
  const parts = markup
    .split(/(?=<(?:div|label)[^>]*data-side=")/)
    .filter((part) => part.includes(`data-side="${name}"`))
  return parts
    .map((part) => part.slice(0, part.search(/<\/(?:div|label)>/)).replaceAll(/<[^>]+>/g, '|'))
    .join('\n')
}

test('each side has its own label, person, device and value', () => {
  const markup = markupOf(itemOf(SERVER, DEVICE))
  for (const [name, label, mine, other] of [
    ['server', 'Server', SERVER, DEVICE],
    ['client', 'Device', DEVICE, SERVER],
  ] as const) {
    const text = textOf(markup, name)
    expect(text).toContain(label)
    for (const fact of [mine.value, mine.actor, mine.device]) expect(text).toContain(fact)
    for (const fact of [other.value, other.actor, other.device]) expect(text).not.toContain(fact)
  }
})

/** Two Tuesdays, and words of one length: what differs between the sides is told apart by these alone. */
function exchanged(markup: string): string {
  return Object.entries(SERVER).reduce((text, [key, one]) => {
    const two = Object.entries(DEVICE).find(([other]) => other === key)?.[1] ?? ''
    return text.replaceAll(one, '\u0000').replaceAll(two, one).replaceAll('\u0000', two)
  }, markup)
}

test('swapping server and device in the input swaps what stands under each label, and nothing else', () => {
  const plain = (server: typeof SERVER, client: typeof SERVER) => ({
    ...itemOf(server, client),
    calendar: null,
  })
  const original = markupOf(plain(SERVER, DEVICE))
  const swapped = markupOf(plain(DEVICE, SERVER))
  expect(swapped).not.toBe(original)
  expect(swapped).toBe(exchanged(original))
})

test('the picture of two times swaps with them', () => {
  expect(labelOf(itemOf(SERVER, DEVICE))).toMatch(/Server .*17 Nov.*; Device .*24 Nov/)
  expect(labelOf(itemOf(DEVICE, SERVER))).toMatch(/Server .*24 Nov.*; Device .*17 Nov/)
})

function labelOf(item: ConflictDetail): string {
  return /role="img" aria-label="([^"]*)"/.exec(markupOf(item))?.[1] ?? ''
}

test('what gave way is told by the other side’s label', () => {
  const settled = (winner: 'server' | 'client') =>
    renderToStaticMarkup(
      <I18nProvider i18n={i18n}>
        <MantineProvider env="test">
          <SettledFields
            detail={{ decisions: [] }}
            zone="UTC"
            fields={[
              field({
                name: 'f',
                disposition: 'settled',
                winner,
                base: 'davor',
                server: 'eins',
                client: 'zwei',
              }),
            ]}
          />
        </MantineProvider>
      </I18nProvider>,
    )
      .replaceAll(/<style.*?<\/style>/gs, '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
  expect(settled('server')).toMatch(/Server eins Device had zwei/)
  expect(settled('client')).toMatch(/Device zwei Server had eins/)
})
