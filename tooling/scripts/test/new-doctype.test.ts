import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scaffoldDocType } from '../doctype/scaffold.ts'

/** The list as it is today, whatever it holds. */
const index = readFileSync(join(import.meta.dirname, '../../../packages/rules/src/doctypes/index.ts'), 'utf8')

describe('new:doctype', () => {
  it('writes a file and one line in the list of today', () => {
    const made = scaffoldDocType('Zebra Crossing', 'operations', index)
    expect(made.path).toBe('operations/zebra-crossing.ts')
    expect(made.file).toContain("name: 'Zebra Crossing'")
    expect(made.index).toContain("import { ZEBRA_CROSSING } from './operations/zebra-crossing.ts'\n")
    expect(made.index).toMatch(/,\n {2}ZEBRA_CROSSING,\n\]/)
    expect(made.index.split('\n')).toHaveLength(index.split('\n').length + 2)
  })

  it('refuses what is there, and what is no name', () => {
    expect(() => scaffoldDocType('Ticket', 'crm', index)).toThrow('in the list already')
    expect(() => scaffoldDocType('work permit', 'crm', index)).toThrow('no DocType name')
    expect(() => scaffoldDocType("X'; import", 'crm', index)).toThrow('no DocType name')
  })
})
