/** The rooms of every role: nothing of a DocType it may not read, of another person, of another organisation. */
import { roomOf } from '@dartwing/protocol'
import { docTypeRule, ROLES, registeredDocTypes } from '@dartwing/rules'
import { describe, expect, it } from 'vitest'
import { isPersonal, type Member, may } from '../src/access/rights.ts'
import { roomsOf } from '../src/realtime/rooms.ts'

const ME = 'me@demo.test'
const ORG = 'ORG-ONE'
const EVERY = ROLES.flatMap((role) =>
  registeredDocTypes().flatMap((doctype) => {
    const rule = docTypeRule(doctype)
    return rule === undefined ? [] : [{ role, doctype, rule }]
  }),
)

const memberAs = (role: Member['role']): Member => ({
  org: ORG,
  account_id: '00000000-0000-4000-8000-000000000000',
  email: ME,
  full_name: 'Me',
  role,
  revision: 1,
  time_zone: 'UTC',
  epoch: '00000000-0000-4000-8000-000000000000',
  rollout_stage: 'ga',
})

describe('rooms', () => {
  it.each(EVERY)('$role, $doctype', ({ role, doctype, rule }) => {
    const about = roomsOf(memberAs(role)).filter((room) => room.split(':').includes(doctype))
    const hears = may(rule, role, 'read')
    expect(about).toHaveLength(hears ? 2 : 0)
    expect(about.includes(roomOf.sync(doctype, ORG))).toBe(hears && !isPersonal(rule, role))
    const ofConflicts = about.filter((room) => room.startsWith('conflicts:'))
    if (hears && role === 'technician') expect(ofConflicts).toEqual([`conflicts:${doctype}:${ORG}:${ME}`])
  })

  it.each(ROLES)('%s: of one organisation, and of nobody else', (role) => {
    for (const room of roomsOf(memberAs(role))) {
      const words = room.split(':')
      expect(words).toContain(ORG)
      expect(words.filter((word) => word.includes('@') && word !== ME)).toEqual([])
    }
  })
})
