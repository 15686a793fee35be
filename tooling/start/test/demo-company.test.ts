import { DOCTYPE_RULES, type Doc, docTypeRule, resolveConflict, slotOf } from '@dartwing/rules'
import { describe, expect, it } from 'vitest'
import { calendarOf, TIME_ZONE } from '../demo/calendar.ts'
import { scenesOf, worldAt } from '../demo/fill.ts'
import { CUSTOMERS, EMPLOYEES } from '../demo/people.ts'
import { appointments } from '../demo/records/appointments.ts'
import { companyRecords } from '../demo/records/company.ts'
import { signatureOf } from '../demo/signature.ts'

const NOW = Date.parse('2026-03-27T09:30:00Z')
const world = worldAt(NOW)
const scenes = scenesOf(world)
const records = [...companyRecords(world), ...scenes.flatMap((scene) => scene.before)]
/** What devices make in the scenes is a record too. */
const inserted = scenes.flatMap(({ before, away, meanwhile }) =>
  [...away, ...meanwhile].flatMap(({ doctype, name, data }) =>
    before.some((record) => record.name === name) || typeof data !== 'object' || data === null
      ? []
      : [{ doctype, name, data }],
  ),
)

describe('the demo company', () => {
  it('has about forty documents of each of the 17 DocTypes', () => {
    for (const { name } of DOCTYPE_RULES) {
      const count = records.filter(({ doctype }) => doctype === name).length
      expect(count, name).toBeGreaterThanOrEqual(38)
      expect(count, name).toBeLessThanOrEqual(50)
    }
    expect(CUSTOMERS).toHaveLength(30)
  })

  it('is the same company every time', () => {
    expect(companyRecords(worldAt(NOW))).toEqual(companyRecords(worldAt(NOW)))
  })

  it('gives every record a name of its own', () => {
    const keys = [...records, ...inserted].map(({ doctype, name }) => `${doctype}/${name}`)
    expect(new Set(keys).size).toBe(keys.length)
  })

  it('fills in only fields that exist, with values they take', () => {
    for (const record of [...records, ...inserted]) {
      expect(problemsOf(record.doctype, record.data), `${record.doctype} ${record.name}`).toEqual([])
    }
  })

  it('links only to what is there', () => {
    const names = new Set(records.map(({ doctype, name }) => `${doctype}/${name}`))
    const users = new Set(EMPLOYEES.map(({ email }) => email))
    const dangling = [...records, ...inserted].flatMap(({ doctype, name, data }) =>
      linksOf(doctype, data)
        .filter(({ to, value }) => (to === 'User' ? !users.has(value) : !names.has(`${to}/${value}`)))
        .map(({ field, value }) => `${doctype} ${name}: ${field} = ${value}`),
    )
    expect(dangling).toEqual([])
  })

  it.each([0, 1, 2, 3, 4, 5, 6])(
    'books nobody twice, except where two people fight about it (%i days on)',
    (days) => {
      const then = worldAt(NOW + days * 86_400_000)
      const booked = [...appointments(then), ...scenesOf(then).flatMap((scene) => scene.before)].flatMap(
        ({ doctype, name, data }) => {
          const slot = slotOf(doctype, data, TIME_ZONE)
          return slot === null ? [] : [{ name, ...slot }]
        },
      )
      const clashes = booked.flatMap((one) =>
        booked
          .filter((two) => one.name < two.name && one.resource === two.resource)
          .filter((two) => one.start < two.end && two.start < one.end)
          .map((two) => `${one.name} and ${two.name}`),
      )
      expect(booked.length).toBeGreaterThanOrEqual(40)
      expect(clashes).toEqual([])
    },
  )

  it('stores as it is entered', () => {
    for (const { doctype, name, data } of records) {
      expect(resolveConflict(doctype, { base: null, client: data }).outcome, `${doctype} ${name}`).toBe(
        'merged',
      )
    }
  })
})

describe('the scenes', () => {
  it('leave at least six conflicts of different kinds to people', () => {
    expect(scenes.filter((scene) => scene.expect === 'conflict_manual').length).toBeGreaterThanOrEqual(6)
  })
})

describe('a signature', () => {
  it('is the same for one name and another for every other', () => {
    const names = EMPLOYEES.map(({ full_name }) => full_name)
    expect(new Set(names.map(signatureOf)).size).toBe(names.length)
    expect(signatureOf('Åsa Berglund')).toBe(signatureOf('Åsa Berglund'))
  })

  it('is a small picture', () => {
    const [head, body = ''] = signatureOf('Ελένη Παπαδοπούλου').split(',')
    expect(head).toBe('data:image/svg+xml;base64')
    const svg = Buffer.from(body, 'base64').toString()
    expect(svg).toMatch(/^<svg [^>]+><path fill="#[0-9a-f]{6}" d="M[-0-9.L ]+Z"\/><\/svg>$/)
    expect(svg.length).toBeLessThan(40_000)
  })
})

describe('the calendar', () => {
  const calendar = calendarOf(NOW)

  it('counts working days over the weekend', () => {
    expect([-1, 0, 1, 2].map(calendar.workday)).toEqual([
      '2026-03-26',
      '2026-03-27',
      '2026-03-30',
      '2026-03-31',
    ])
    const sunday = calendarOf(Date.parse('2026-03-29T12:00:00Z'))
    expect([-1, 0, 1].map(sunday.workday)).toEqual(['2026-03-27', '2026-03-30', '2026-03-31'])
  })

  it.each([
    ['2026-03-27', '14:00', '2026-03-27T13:00:00.000Z'],
    ['2026-03-30', '14:00', '2026-03-30T12:00:00.000Z'],
    ['2026-10-25', '14:00', '2026-10-25T13:00:00.000Z'],
  ])('%s %s on the wall is %s', (date, time, instant) => {
    expect(calendar.at(date, time)).toBe(instant)
  })
})

function problemsOf(doctype: string, data: Doc): string[] {
  const rule = docTypeRule(doctype)
  if (!rule) return [`${doctype} is not registered`]
  const missing = Object.entries(rule.fields).filter(
    ([field, { required }]) => required && data[field] == null,
  )
  const wrong = Object.entries(data).filter(([field, value]) => {
    const definition = rule.fields[field]
    if (!definition || definition.derived || rule.server_only_fields?.includes(field)) return true
    return definition.options !== undefined && !definition.options.includes(String(value))
  })
  return [...missing.map(([field]) => `${field} is missing`), ...wrong.map(([field]) => `${field} is wrong`)]
}

function linksOf(doctype: string, data: Doc): { field: string; to: string; value: string }[] {
  const fields = docTypeRule(doctype)?.fields ?? {}
  return Object.entries(data).flatMap(([field, value]) => {
    const to = fields[field]?.link_to
    const isOurs = to === 'User' || (to !== undefined && docTypeRule(to) !== undefined && to !== 'File')
    return to && isOurs && typeof value === 'string' && value !== '' && !isAccount(to, value)
      ? [{ field, to, value }]
      : []
  })
}

/** A job is assigned to the technician's account, which the visibility of the job is read from. */
function isAccount(to: string, value: string): boolean {
  return to === 'Employee' && EMPLOYEES.some(({ email }) => email === value)
}
