import { describe, expect, it } from 'vitest'
import { DISPATCH_JOB } from '../src/doctypes/operations/dispatch-job.ts'
import {
  candidateRule,
  DOCTYPE_NAMES,
  type DocTypeRule,
  docTypeRule,
  registeredDocTypes,
  registerStrategies,
  resolveByRule,
  ruleSetHash,
} from '../src/index.ts'

const JOB: DocTypeRule = { ...DISPATCH_JOB, name: 'Work Permit' }
const FILE = 'doctypes/operations/work-permit.ts'

describe('registerStrategies', () => {
  it('extends the core and keeps the default', () => {
    const { rules } = registerStrategies([JOB])
    expect([...rules.keys()]).toContain('Work Permit')
    expect([...rules.keys()]).toContain('Task')
    expect([...rules.keys()]).toContain('_default')
  })

  const refused: readonly (readonly [string, DocTypeRule, string])[] = [
    [
      'a field in two lists',
      { ...JOB, client_wins_fields: ['status'] },
      `${FILE}: status is in two lists (server_wins_fields and client_wins_fields)`,
    ],
    [
      'a list its strategy never reads',
      { ...JOB, exception_fields: ['title'] },
      `${FILE}: exception_fields is never read under field_level`,
    ],
    [
      'a list that names no field',
      { ...JOB, client_wins_fields: ['completion_note'] },
      `${FILE}: client_wins_fields names completion_note, which is no field`,
    ],
    [
      'a field in two groups',
      { ...JOB, groups: [...(JOB.groups ?? []), { name: 'again', label: 'Again', fields: ['assigned_to'] }] },
      `${FILE}: assigned_to is in two groups (also again)`,
    ],
    [
      'a group of fields that merge within themselves',
      { ...JOB, groups: [{ name: 'proof', label: 'Proof', fields: ['photos', 'parts_used'] }] },
      `${FILE}: group proof names photos, which merges within itself and is won by nobody`,
    ],
    [
      'a handler nobody wrote',
      { ...JOB, handler: 'crystal_ball' as 'conversation' },
      `${FILE}: there is no handler crystal_ball`,
    ],
    [
      'a strategy nobody wrote',
      { ...JOB, strategy: 'coin_toss' as 'field_level' },
      `${FILE}: there is no strategy coin_toss`,
    ],
    [
      'a child table without a key',
      { ...JOB, child_tables: [{ child_field: 'parts_used', merge_strategy: 'union', dedup_key: '' }] },
      `${FILE}: child table parts_used has no key`,
    ],
    [
      'a child table that is no field',
      { ...JOB, child_tables: [{ child_field: 'part', merge_strategy: 'union', dedup_key: 'item_code' }] },
      `${FILE}: child table part is no field`,
    ],
    [
      'a group that names no field',
      { ...JOB, groups: [{ name: 'proof', label: 'Proof', fields: ['photo'] }] },
      `${FILE}: group proof names photo, which is no field`,
    ],
    [
      'a child table nobody gave a rule',
      { ...JOB, child_table: 'assignments' },
      `${FILE}: child_table names assignments, which has no rule and so no key`,
    ],
    [
      'visibility by a field that is none',
      { ...JOB, visibility: { field: 'owner_of_job', roles: ['technician'] } },
      `${FILE}: visibility names owner_of_job, which is no field`,
    ],
  ]

  it.each(refused)('refuses %s', (_what, rule, problem) => {
    expect(() => registerStrategies([rule])).toThrow(problem)
  })

  it('refuses a DocType twice, within the table or against the core', () => {
    expect(() => registerStrategies([JOB, JOB])).toThrow(`${FILE}: Work Permit is registered twice`)
    expect(() => registerStrategies([{ ...JOB, name: 'Task' }])).toThrow('Task is registered twice')
  })

  it('names every problem at once', () => {
    const rule: DocTypeRule = { ...JOB, title_fields: ['nope'], server_only_fields: ['neither'] }
    expect(() => registerStrategies([rule])).toThrow(/nope[\s\S]*neither/)
  })
})

describe('the registry', () => {
  it('knows the company, the core and the linked DocTypes', () => {
    expect(registeredDocTypes()).toHaveLength(DOCTYPE_NAMES.length + 9 + 4)
    for (const name of ['Address', 'Customer', 'Contact', 'Employee']) {
      expect(docTypeRule(name)?.strategy).toBe('server_wins')
    }
    expect(docTypeRule('_default')).toBeUndefined()
    expect(docTypeRule('constructor')).toBeUndefined()
  })

  it('is identified by a digest', () => {
    expect(ruleSetHash()).toMatch(/^[0-9a-f]{16}$/)
    expect(ruleSetHash()).toBe(ruleSetHash())
  })

  it('tells every role what it may do, and nobody but an administrator writes configuration', () => {
    for (const name of ['SLA Policy', 'Geofence', 'Form Template', 'Shift Template']) {
      expect(docTypeRule(name)?.rights).toMatchObject({
        insert: ['admin'],
        update: ['admin'],
        delete: ['admin'],
      })
    }
    for (const name of registeredDocTypes()) {
      const rights = docTypeRule(name)?.rights
      for (const roles of Object.values(rights ?? {})) expect(roles).toContain('admin')
    }
  })
})

describe('candidateRule', () => {
  it('replaces the strategy and keeps the rest', () => {
    const { rule, problems } = candidateRule('Ticket', {
      strategy: 'field_level',
      client_wins_fields: ['status'],
      reason: 'what if',
    })
    expect(problems).toEqual([])
    expect(rule.server_wins_fields).toBeUndefined()
    expect(rule.fields).toBe(docTypeRule('Ticket')?.fields)
    const versions = { base: { status: 'Open' }, server: { status: 'Pending' }, client: { status: 'Closed' } }
    expect(resolveByRule(rule, versions).doc).toEqual({ status: 'Closed' })
  })

  it('says what speaks against a candidate', () => {
    const { problems } = candidateRule('Ticket', {
      strategy: 'server_wins',
      client_wins_fields: ['statu'],
      reason: 'what if',
    })
    expect(problems.map(({ message }) => message)).toEqual([
      'client_wins_fields is never read under server_wins',
      'client_wins_fields names statu, which is no field',
    ])
  })
})
