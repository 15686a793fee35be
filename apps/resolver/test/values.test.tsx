import { MantineProvider } from '@mantine/core'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { LinkTitles } from '../src/components/value/link-titles.ts'
import { Value } from '../src/components/value/value.tsx'
import { dateText, durationText, plainText } from '../src/components/value/value-text.ts'
import { valueProblem } from '../src/lib/draft/valid-value.ts'
import { field } from './fixtures.ts'

function shown(
  type: string,
  value: Parameters<typeof Value>[0]['value'],
  unit: string | null = null,
): string {
  const markup = renderToStaticMarkup(
    <MantineProvider env="test">
      <LinkTitles value={{ 'EMP-1': 'Ana Ortega' }}>
        <Value field={{ label: 'Field', type, unit }} value={value} zone="Europe/Berlin" />
      </LinkTitles>
    </MantineProvider>,
  )
  return markup
    .replaceAll(/<style.*?<\/style>/gs, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
}

describe('a value is shown by its type', () => {
  test.each([
    ['datetime', '2026-11-24T13:00:00Z', null, '14:00'],
    ['datetime', '2026-11-24 14:00:00', null, '14:00'],
    ['date', '2026-11-24', null, '24 Nov 2026'],
    ['time', '14:30:00', null, '14:30'],
    ['duration', 90, 'min', '1 h 30 min'],
    ['duration', 5400, 's', '1 h 30 min'],
    ['check', 1, null, 'Yes'],
    ['check', false, null, 'No'],
    ['float', 1234.5, null, '1,234.5'],
    ['link', 'EMP-1', null, 'Ana Ortega'],
    ['link', 'EMP-2', null, 'EMP-2'],
    ['text', '', null, 'empty'],
    ['text', undefined, null, 'not recorded'],
    ['table', [{ item_code: 'V-1', quantity: 2 }], null, 'item code V-1 quantity 2'],
    ['json', { pressure_bar: 1.5 }, null, 'pressure bar 1.5'],
    ['attachments', [{ file: 'F-1', file_name: 'boiler.jpg' }], null, 'boiler.jpg'],
    ['json', ['a', 'b'], null, 'a, b'],
  ])('%s %j', (type, value, unit, words) => {
    expect(shown(type, value, unit)).toContain(words)
  })

  test('a picture is a picture with words', () => {
    const markup = renderToStaticMarkup(
      <MantineProvider env="test">
        <Value
          field={{ label: 'Signature', type: 'signature', unit: null }}
          value="data:image/png;base64,AAAA"
          zone="UTC"
          whose="Server"
        />
      </MantineProvider>,
    )
    expect(markup).toContain('alt="Signature, Server"')
  })

  test('text for lists and screen readers', () => {
    expect(dateText('2026-11-24')).toContain('24 Nov 2026')
    expect(durationText('odd', 'min')).toBe('odd')
    expect(plainText({ type: 'datetime', unit: null }, '2026-11-24T13:00:00Z', 'Europe/Berlin')).toContain(
      'Berlin time',
    )
    expect(plainText({ type: 'signature', unit: null }, 'data:', 'UTC')).toBe('a picture')
  })
})

describe('a typed value is checked by its type', () => {
  test.each([
    ['int', 1.5, false],
    ['int', 2, true],
    ['duration', -1, false],
    ['date', '2026-11-24', true],
    ['date', '24.11.2026', false],
    ['time', '14:30', true],
    ['datetime', 'soon', false],
    ['text', '', false],
    ['text', 'x', true],
  ])('%s %j', (type, value, ok) => {
    expect(valueProblem(field({ name: 'f', type }), value) === null).toBe(ok)
  })

  test('a select takes its options only', () => {
    const select = field({ name: 'f', type: 'select', options: ['Low', 'High'] })
    expect(valueProblem(select, 'High')).toBeNull()
    expect(valueProblem(select, 'Urgent')).not.toBeNull()
  })
})
