/** What of a record's history was left out, and what a file of the history holds. */
import type { Act, HistoryEntry } from '@dartwing/protocol'
import { describe, expect, it } from 'vitest'
import { outcomeOf } from '../src/components/restore/outcome.ts'
import { toCsv } from '../src/features/history/acts/export-file.ts'
import { factsIn, overruledIn, wasInConflict } from '../src/features/history/record/overruled.ts'

type Decision = HistoryEntry['decisions'][number]

const decision = (more: Partial<Decision>): Decision => ({
  field: 'status',
  winner: 'server',
  rule: 'server_wins_fields',
  base: 'Open',
  server: 'Closed',
  client: 'Waiting',
  ...more,
})

describe('what was left out', () => {
  it.each<[string, Partial<Decision>, [string, unknown][]]>([
    ['the device, where the server won', {}, [['client', 'Waiting']]],
    ['the server, where the device won', { winner: 'client' }, [['server', 'Closed']]],
    [
      'both, where something else was chosen',
      { winner: 'both', value: 'Parked', rule: 'chosen' },
      [
        ['server', 'Closed'],
        ['client', 'Waiting'],
      ],
    ],
    ['nothing, where only one changed it', { winner: 'client', rule: 'only_client_changed' }, []],
    ['nothing, where it was kept beside the record', { rule: 'version_all' }, []],
    ['nothing, where both wrote the same', { client: 'Closed' }, []],
    ['nothing of a record as a whole', { field: '_document' }, []],
    ['nothing, where one had nothing', { client: null }, []],
  ])('is %s', (_title, more, expected) => {
    expect(overruledIn([decision(more)]).map(({ side, value }) => [side, value])).toEqual(expected)
  })

  it('is one thing to give back, where fields are won together', () => {
    const start = decision({ field: 'appointment_datetime', server: 'S', client: 'C' })
    const end = decision({ field: 'appointment_end_datetime', server: 'S', client: 'C' })
    const notes = decision({ field: 'notes', server: 'S', client: 'C' })
    const facts = (doctype: string) =>
      factsIn(doctype, overruledIn([start, notes, end])).map(({ label, values }) => [label, values.length])
    expect(facts('Appointment')).toEqual([
      ['Date, time and duration', 2],
      [null, 1],
    ])
    expect(facts('Unheard Of')).toEqual([
      [null, 1],
      [null, 1],
      [null, 1],
    ])
  })

  it('marks a version that met another change, and no other', () => {
    const entry = { conflict_id: null, attempts: [], decisions: [] as Decision[] }
    const version = (more: object) => ({ ...base, ...entry, ...more })
    expect(wasInConflict(version({}))).toBe(false)
    expect(wasInConflict(version({ decisions: [decision({ rule: 'only_client_changed' })] }))).toBe(false)
    expect(wasInConflict(version({ decisions: [decision({})] }))).toBe(true)
    expect(wasInConflict(version({ conflict_id: 'x' }))).toBe(true)
  })
})

const base: HistoryEntry = {
  version: 2,
  author: 'a@a.test',
  author_name: 'A',
  device: null,
  mutation_id: 'm',
  op: 'update',
  effective_at: '2026-11-23T00:00:00.000Z',
  created_at: '2026-11-23T00:00:00.000Z',
  deleted: false,
  changes: [],
  decisions: [],
  conflict_id: null,
  rule_set: null,
  attempts: [],
}

describe('a file of the history', () => {
  it('has a line for each act; nothing in it is run by a spreadsheet, and nothing falls apart', () => {
    const act: Act = {
      id: '1',
      at: '2026-11-23T00:00:00.000Z',
      kind: 'person',
      actor: 'a@a.test',
      actor_name: 'Öberg, Maja',
      conflict_id: 'c',
      rule_set: '0123456789abcdef',
      doctype: 'Ticket',
      name: 'TKT-1',
      title: '=HYPERLINK("http://x")',
      action: 'choose',
      fields: ['Status', 'Priority'],
      comment: 'two\nlines',
      detail: {},
    }
    expect(toCsv([act])).toBe(
      '\uFEFFat,kind,actor,actor_name,action,doctype,name,title,fields,comment,conflict_id,rule_set\r\n' +
        '2026-11-23T00:00:00.000Z,person,a@a.test,"Öberg, Maja",choose,Ticket,TKT-1,' +
        '"\'=HYPERLINK(""http://x"")","Status; Priority","two\nlines",c,0123456789abcdef\r\n',
    )
  })
})

describe('what became of a value that was written back', () => {
  const result = {
    mutation_id: 'm',
    doctype: 'Ticket',
    name: 'TKT-1',
    version: 3,
    seq: '9',
    server_ts: '2026-11-23T00:00:00.000Z',
    conflict_strategy: null,
    resolved_doc: null,
    conflicts: [],
    decisions: [],
    conflict_id: null,
    due_at: null,
    notifications: [],
    branch: null,
    error: null,
    replayed: false,
  }
  it.each([
    ['restored', { status: 'success' as const }],
    ['asked', { status: 'conflict_manual' as const, conflict_id: 'c' }],
    ['overruled', { status: 'conflict' as const, decisions: [decision({})] }],
    ['refused', { status: 'rejected' as const, error: { code: 'forbidden', message: 'no' } }],
    ['refused', { status: 'retry' as const }],
  ])('is %s', (step, more) => {
    expect(outcomeOf({ ...result, ...more }, ['status']).step).toBe(step)
  })
})
