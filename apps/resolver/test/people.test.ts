import type { AuditEntry, Organisation } from '@dartwing/protocol'
import { expect, test } from 'vitest'
import { strengthOf } from '../src/components/password/password-strength.ts'
import { logSentence } from '../src/features/admin/log/log-words.ts'
import { effectOf } from '../src/features/admin/organisation/stage-words.ts'

test.each([
  ['', 0, '8 more characters'],
  ['sevenof', 0, '1 more character'],
  ['ANA@demo.test', 0, 'Not your e-mail address'],
  ['aaaaaaaaaaaaaaaaaaaa', 1, /^Weak/],
  ['tall house', 1, /^Weak/],
  ['a lamp in rain', 2, 'Fair'],
  ['a lamp in the harbour', 3, 'Good'],
  // Eight emoji are eight characters, though sixteen units.
  ['🌊🌋🌌🌍🌎🌏🌐🌑', 1, /^Weak/],
])('the strength of %j', (password, level, words) => {
  const strength = strengthOf(password, 'ana@demo.test')
  expect(strength.level).toBe(level)
  expect(strength.words).toMatch(words)
})

const ENTRY: AuditEntry = {
  id: '1',
  at: '2026-11-24T10:00:00.000Z',
  actor: 'maja@demo.test',
  act: 'invited',
  subject: 'ana@demo.test',
  from: null,
  to: 'technician',
}

test.each([
  [{}, 'maja@demo.test invited ana@demo.test as technician'],
  [{ act: 'joined', actor: 'ana@demo.test' }, 'ana@demo.test joined as technician'],
  [
    { act: 'role_changed', from: 'resolver' },
    'maja@demo.test made ana@demo.test technician, before: resolver',
  ],
  [{ act: 'disabled', to: null }, 'maja@demo.test disabled ana@demo.test'],
  [{ act: 'link_made', to: 'reset' }, 'maja@demo.test made a link for ana@demo.test, to a new password'],
  [
    { act: 'demoted', subject: null, from: 'ga', to: 'beta' },
    'maja@demo.test demoted the organisation from ga to beta',
  ],
] as const)('an entry of the log, %o', (change, sentence) => {
  expect(logSentence({ ...ENTRY, ...change })).toBe(sentence)
})

test.each([
  ['ga', 'beta', 'internal', /^Nothing changes.*go on/],
  ['ga', 'beta', 'ga', /^The devices stop/],
  ['internal', 'beta', 'beta', /^The devices begin/],
  ['internal', 'beta', 'ga', /^Nothing changes.*still wait/],
] as const)('from %s to %s where %s is the lowest', (rollout_stage, to, lowest_stage, words) => {
  const organisation: Organisation = {
    org: 'ORG-DEMO',
    title: 'Demo',
    time_zone: 'UTC',
    rollout_stage,
    lowest_stage,
  }
  expect(effectOf(organisation, to)).toMatch(words)
})
