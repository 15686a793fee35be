/**
 * The plan's section 4.4 against the real server: `processSyncResponse` and `handleConflict`, strategy by strategy.
 * The server has merged, so every one ends in its document, something to tell, and nothing submitted again.
 */
import { randomUUID } from 'node:crypto'
import { createSyncClient, type SyncClient, systemPorts } from '@dartwing/client'
import { ENDPOINTS, type ItemResult, upsertBatchResponse, wrapped } from '@dartwing/protocol'
import { type Doc, STRATEGIES } from '@dartwing/rules'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, insert, ORG, type RawDevice, rawDevice, startApi, update } from './api-kit.ts'

let api: Api
let office: RawDevice
beforeAll(async () => {
  api = await startApi()
  office = await rawDevice(api.address, ADMIN)
})
afterAll(() => api.close())

const phones: SyncClient[] = []
afterEach(async () => {
  for (const phone of phones.splice(0)) await phone.close()
})

interface Strategy {
  readonly strategy: string
  readonly doctype: string
  readonly known: Doc
  readonly server: Doc
  readonly client: Doc
  readonly answer: Partial<ItemResult>
  /** What the phone shows in the end. */
  readonly shown: Doc
  readonly told: readonly string[]
}

const message = (message_id: string) => ({ message_id, text: message_id, timestamp: '2031-01-01T10:00:00Z' })
const ids = (...names: string[]) => names.map((message_id) => expect.objectContaining({ message_id }))
const at = (hour: string, end: string) => ({
  appointment_datetime: `2041-05-06T${hour}:00+02:00`,
  appointment_end_datetime: `2041-05-06T${end}:00+02:00`,
})

const CASES: readonly Strategy[] = [
  {
    strategy: 'server_wins',
    doctype: 'Customer',
    known: { customer_name: 'A' },
    server: { customer_name: 'B' },
    client: { customer_name: 'C' },
    answer: { status: 'conflict', conflict_strategy: 'server_wins' },
    shown: { customer_name: 'B' },
    told: ['value_overruled'],
  },
  {
    strategy: 'client_wins',
    doctype: 'Notification',
    known: { subject: 'A', user: ADMIN },
    server: { subject: 'B' },
    client: { subject: 'C' },
    answer: { status: 'conflict', conflict_strategy: 'client_wins' },
    shown: { subject: 'C' },
    told: ['document_changed'],
  },
  {
    strategy: 'field_level',
    doctype: 'Task',
    known: { subject: 'A', status: 'Open', notes: '' },
    server: { status: 'Done', notes: 'of the office' },
    client: { status: 'Waiting', notes: 'of the phone' },
    answer: { status: 'conflict', conflict_strategy: 'field_level' },
    shown: { subject: 'A', status: 'Done', notes: 'of the phone' },
    told: ['value_overruled'],
  },
  {
    strategy: 'manual_resolve',
    doctype: 'Appointment',
    known: at('07:00', '08:00'),
    server: at('09:00', '10:00'),
    client: at('09:30', '10:30'),
    answer: { status: 'conflict_manual', conflict_strategy: 'manual_resolve' },
    shown: at('09:00', '10:00'),
    told: ['review_needed'],
  },
  {
    strategy: 'append_only',
    doctype: 'Conversation',
    known: { channel: 'SMS', status: 'Open', messages: [message('a')] },
    server: { messages: [message('a'), message('b')] },
    client: { messages: [message('a'), message('c')] },
    answer: { conflict_strategy: 'append_only' },
    shown: { messages: ids('a', 'b', 'c') },
    told: [],
  },
  {
    strategy: 'version_all',
    doctype: 'Vault Document',
    known: { document_name: 'A', file: 'f1', version: 1 },
    server: { document_name: 'B' },
    client: { document_name: 'C' },
    answer: { conflict_strategy: 'version_all', branch: { name: expect.stringContaining('_conflict_') } },
    shown: { document_name: 'B' },
    told: ['branch_created'],
  },
  {
    strategy: 'last_write_wins',
    doctype: 'Ticket',
    known: { subject: 'A', description: 'A' },
    server: { description: 'B' },
    client: { description: 'C' },
    answer: { status: 'conflict' },
    shown: { description: 'C' },
    told: ['document_changed'],
  },
]

/** A phone that read the document, changed it offline after the office did, and whose answers are kept from it. */
async function phoneInConflict({ doctype, known, server, client }: Strategy) {
  const name = `X-${randomUUID()}`
  // A provider of its own for each, so that no two want one slot.
  const who = doctype === 'Appointment' ? { attendee_name: 'Ortega', provider: name } : {}
  await office.results([insert(doctype, name, { ...known, ...who })])
  const answers: string[] = []
  const phone = await createSyncClient({
    address: api.address,
    org: ORG,
    database: ':memory:',
    ports: {
      delay: async () => undefined,
      fetch: async (address, init) => {
        const response = await systemPorts.fetch(address, init)
        if (!address.includes(ENDPOINTS.upsertBatch)) return response
        answers.push(await response.text())
        throw new TypeError('the answer is lost')
      },
    },
  })
  phones.push(phone)
  await phone.login(ADMIN, 'demo')
  await phone.sync()
  await office.results([update(doctype, name, 1, server)])
  await phone.queueChange(doctype, name, client)
  await phone.sync()
  const [first = ''] = answers
  const body: unknown = JSON.parse(first)
  const [item] = wrapped(upsertBatchResponse).parse(body).message.results
  if (item === undefined) throw new Error('the server answered nothing')
  return { phone, name, body, item, answers }
}

describe('SyncManager', () => {
  it('is looked at under every strategy', () => {
    expect(CASES.map(({ strategy }) => strategy).sort()).toEqual([...STRATEGIES].sort())
  })

  describe.each(CASES)('$strategy', (given) => {
    it.each(['processSyncResponse', 'handleConflict'] as const)('%s', async (call) => {
      const { phone, name, body, item, answers } = await phoneInConflict(given)
      const told: string[] = []
      phone.subscribe((event) => {
        if (event.type === 'announcement') told.push(event.announcement.type)
      })
      expect(item).toMatchObject(given.answer)
      expect(await phone.pending()).toMatchObject([{ state: 'sent' }])
      // The change still shows, because nobody has said anything about it yet.
      expect((await phone.get(given.doctype, name))?.data).toMatchObject(given.client)

      const announcements =
        call === 'handleConflict' ? await phone.handleConflict(item) : await phone.processSyncResponse(body)

      const copy = await phone.get(given.doctype, name)
      expect(copy?.data).toMatchObject(given.shown)
      expect(copy).toMatchObject({ seq: item.seq, version: item.version, server: item.resolved_doc })
      expect(announcements.map(({ type }) => type)).toEqual(expect.arrayContaining([...given.told]))
      expect(told).toEqual(announcements.map(({ type }) => type))
      expect(await phone.pending()).toEqual([])
      const waiting = (await phone.inbox()).filter((held) => held.name === name)
      expect(waiting.map(({ id }) => id)).toEqual(item.conflict_id === null ? [] : [item.conflict_id])

      // Nothing is resubmitted, merged again or forced: another sync has nothing to send, and changes nothing.
      const sent = answers.length
      expect((await phone.sync()).ended.kind).toBe('complete')
      expect(answers).toHaveLength(sent)
      expect((await phone.get(given.doctype, name))?.data).toEqual(copy?.data)
    })
  })
})
