import { ClientError } from '@dartwing/client'
import { describe, expect, it } from 'vitest'
import { isExpected } from '../devices/expected.ts'
import { StorageFault } from '../devices/storage.ts'

describe('what the client throws', () => {
  it.each([
    ['a sign-in without a network', new ClientError('unreachable', 'no network'), 'sign in', true],
    ['a sync without a network', new ClientError('unreachable', 'no network'), 'sync', false],
    ['a change of what is gone', new ClientError('unknown_document', 'gone'), 'change', true],
    ['a failing disk', new StorageFault('database or disk is full'), 'sync', true],
    ['a mistake', new TypeError('undefined is not a function'), 'change', false],
    ['something that looks like it', { name: 'ClientError', code: 'unreachable' }, 'sign in', false],
  ] as const)('%s', (_, error, asked, isFine) => {
    expect(isExpected(error, asked)).toBe(isFine)
  })
})
