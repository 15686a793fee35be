/** Where push messages may go: addresses that browsers name are addresses that anybody may have made up. */
import type { LookupAddress } from 'node:dns'
import { expect, it } from 'vitest'
import { isPrivate, publicLookup, routeTo } from '../src/notifications/push/push-address.ts'

const SERVICES = [
  'push.example.com',
  '*.push.example.org',
  'http://127.0.0.1:4000',
  'https://push.inside:8443',
]

it.each([
  ['https://push.example.com/send/1', { isOwn: false }],
  ['https://eu.push.example.org/send/1', { isOwn: false }],
  ['http://127.0.0.1:4000/send/1', { isOwn: true }],
  ['https://push.inside:8443/send/1', { isOwn: true }],
  ['http://push.example.com/send/1', null],
  ['https://push.example.com:444/send/1', null],
  ['https://push.example.com@elsewhere.example/', null],
  ['https://user:secret@push.example.com/', null],
  ['https://push.example.com.elsewhere.example/', null],
  ['https://push.example.org/', null],
  ['https://evilpush.example.org/', null],
  ['http://127.0.0.1:4001/send/1', null],
  ['http://127.0.0.1:4000@elsewhere.example/', null],
  ['https://push.inside/send/1', null],
  ['https://10.0.0.1/', null],
  ['https://[::1]/', null],
  ['file:///etc/passwd', null],
  ['not an address', null],
])('%s', (endpoint, route) => {
  expect(routeTo(endpoint, SERVICES)).toEqual(route)
})

it.each([
  ['127.0.0.1', true],
  ['10.1.2.3', true],
  ['172.31.255.255', true],
  ['192.168.0.1', true],
  ['169.254.169.254', true],
  ['100.64.0.1', true],
  ['0.0.0.0', true],
  ['224.0.0.1', true],
  ['255.255.255.255', true],
  ['::1', true],
  ['::', true],
  ['fd00::1', true],
  ['fe80::1', true],
  ['::ffff:10.0.0.1', true],
  ['64:ff9b::a00:1', true],
  ['2002:a00:1::', true],
  ['142.250.74.10', false],
  ['172.32.0.1', false],
  ['2a00:1450:4001::200a', false],
])('%s is private: %s', (address, expected) => {
  expect(isPrivate(address)).toBe(expected)
})

it.each([true, false])('a name that leads to this machine is not followed (all: %s)', async (all) => {
  const found = new Promise<string | LookupAddress[]>((resolve, reject) => {
    publicLookup('localhost', { all }, (error, address) =>
      error === null ? resolve(address) : reject(error),
    )
  })
  await expect(found).rejects.toThrow('leads into a private network')
})
