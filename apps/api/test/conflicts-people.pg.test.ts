/** Who is to decide, and who is looking: rights, races, and what the others hear, over two processes. */
import { randomUUID } from 'node:crypto'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean, toTable } from '@dartwing/operate/report'
import {
  assigneeList,
  type ClaimRequest,
  type ClaimResponse,
  claimResponse,
  conflictList,
  presenceEvent,
} from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  ADMIN,
  type Api,
  call,
  insert,
  RECEPTION,
  RESOLVER,
  rawDevice,
  STRANGER,
  startApi,
  TECH_A,
  TECH_B,
} from './api-kit.ts'
import { accountIdOf } from './borrowed-ids.ts'
import { Desk, PICK_SERVER } from './conflict-kit.ts'
import { openLineOf } from './socket-kit.ts'

let api: Api
let desk: Desk
let replica: string
/** A form that TECH_A and the office have signed. Nothing that is refused changes it. */
let form: string
const accounts = new Map<string, string>()
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
  replica = await api.replica()
  form = (await desk.signedTwice()).id
  for (const email of [ADMIN, RESOLVER, RECEPTION, TECH_A, TECH_B, STRANGER]) {
    accounts.set(email, await accountIdOf(api, email))
  }
})
afterAll(() => api.close())

const idOf = (email: string) => accounts.get(email) ?? ''

async function noticesOf(email: string, conflict: string): Promise<unknown[]> {
  return (
    await desk.rows(
      "SELECT notice ->> 'type' AS type, notice ->> 'message' AS message FROM notification WHERE recipient = $1 AND conflict_id = $2 AND kind <> 'needs_you' ORDER BY created_at",
      email,
      conflict,
    )
  ).map(({ type, message }) => [type, message])
}

describe('reassign', () => {
  it('gives it to somebody, who is told, and shows it in detail, list and history', async () => {
    const { id } = await desk.movedTwice()
    const before = await desk.detail(id)
    const body = { account_id: idOf(RESOLVER), comment: 'you know them' }
    const key = randomUUID()
    const done = await desk.ask('reassign', id, { body, key })
    expect(done.status).toBe(200)
    const again = await desk.ask('reassign', id, { body, key, revision: before.revision })
    expect([again.status, again.body.replayed]).toEqual([200, true])
    const detail = await desk.detail(id)
    expect(detail.assignee).toEqual({ id: idOf(RESOLVER), name: 'Ravi Krishnan' })
    expect([detail.revision, detail.due_at]).toEqual([before.revision + 1, before.due_at])
    expect(detail.history.at(-1)).toMatchObject({
      type: 'reassigned',
      actor: ADMIN,
      detail: { from: null, to: 'Ravi Krishnan', comment: 'you know them' },
    })
    const notices = await noticesOf(RESOLVER, id)
    expect(notices).toEqual([['review_needed', expect.stringMatching(/asks you to decide.*you know them/)]])
    const mine = await call(api.address, desk.tokenOf(RESOLVER), '/api/conflicts?view=mine&assignee=me')
    expect(conflictList.parse(mine.body).items.map((item) => item.id)).toContain(id)
  })

  it('tells who had it, and nobody about what they do themselves', async () => {
    const { id } = await desk.movedTwice()
    await desk.ask('reassign', id, { body: { account_id: idOf(RESOLVER) } })
    await desk.ask('reassign', id, { body: { account_id: idOf(ADMIN) } })
    await desk.ask('reassign', id, { body: { account_id: null } })
    expect((await noticesOf(RESOLVER, id)).map((one) => (one as string[])[0])).toEqual([
      'review_needed',
      'assignment_changed',
    ])
    expect(await noticesOf(ADMIN, id)).toEqual([])
    expect((await desk.detail(id)).assignee).toBeNull()
  })

  it('tells who was asked that somebody else has decided, as the preview says', async () => {
    const { id } = await desk.movedTwice()
    await desk.ask('reassign', id, { body: { account_id: idOf(RESOLVER) } })
    const preview = await desk.ask('preview', id, { body: PICK_SERVER })
    expect(preview.body.notified).toEqual(['Dana Ruiz', 'Ravi Krishnan'])
    expect((await desk.ask('resolve', id, { body: PICK_SERVER })).status).toBe(200)
    expect((await noticesOf(RESOLVER, id)).at(-1)).toEqual(['document_changed', expect.any(String)])
  })

  it.each([
    ['a resolver', RESOLVER, 200, undefined],
    ['a receptionist', RECEPTION, 403, 'forbidden'],
    ['whoever sent it', TECH_A, 403, 'forbidden'],
    ['a technician who has nothing to do with it', TECH_B, 404, 'not_found'],
    ['a stranger', STRANGER, 404, 'not_found'],
  ])('by %s', async (_who, as, status, code) => {
    const id = form
    const answer = await desk.ask('reassign', id, { as, body: { account_id: idOf(ADMIN) } })
    expect([answer.status, answer.body.code]).toEqual([status, code])
    const listed = await call(api.address, desk.tokenOf(as), `/api/conflicts/${id}/assignees`)
    expect([listed.status, listed.body.code]).toEqual([status, code])
  })

  it.each([
    ['whoever sent it', TECH_A, 200],
    ['a technician who may not decide about it', TECH_B, 422],
    ['a receptionist who may not decide', RECEPTION, 422],
    ["another organisation's admin", STRANGER, 422],
  ])('to %s', async (_who, to, status) => {
    const id = form
    const answer = await desk.ask('reassign', id, { body: { account_id: idOf(to) } })
    expect(answer.status).toBe(status)
    const found = await call(api.address, desk.tokenOf(ADMIN), `/api/conflicts/${id}/assignees`)
    const list = assigneeList.parse(found.body)
    expect(list.items.map((one) => one.id).includes(idOf(to))).toBe(status === 200)
    const searched = await call(api.address, desk.tokenOf(ADMIN), `/api/conflicts/${id}/assignees?q=RAVI`)
    expect(assigneeList.parse(searched.body).items.map(({ name }) => name)).toEqual(['Ravi Krishnan'])
  })

  it('of two at once one takes effect, the other sees what it is now', async () => {
    const { id } = await desk.movedTwice()
    const { revision } = await desk.detail(id)
    const answers = await Promise.all(
      [api.address, replica].map((address, index) =>
        desk.ask('reassign', id, {
          address,
          revision,
          body: { account_id: idOf(index === 0 ? ADMIN : RESOLVER) },
        }),
      ),
    )
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 412])
    const refused = answers.find(({ status }) => status === 412)
    const { assignee } = await desk.detail(id)
    expect(refused?.body).toMatchObject({ code: 'revision_changed', item: { assignee } })
  })

  it('is refused once it is decided, and decides nothing', async () => {
    const { id } = await desk.movedTwice()
    await desk.ask('resolve', id, { body: PICK_SERVER })
    const answer = await desk.ask('reassign', id, { body: { account_id: idOf(ADMIN) } })
    expect([answer.status, answer.body.code]).toEqual([409, 'already_resolved'])
  })
})

async function claim(
  id: string,
  as: string,
  body: ClaimRequest,
  address = api.address,
): Promise<ClaimResponse> {
  const answer = await call(address, desk.tokenOf(as), `/api/conflicts/${id}/claim`, { body })
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return claimResponse.parse(answer.body)
}

const said = ({ looking }: Pick<ClaimResponse, 'looking'>) =>
  looking.map(({ name, deciding }) => [name, deciding])

describe('claim', () => {
  it('shows who looks and who decides; it changes hands only when it is taken over', async () => {
    const { id } = await desk.movedTwice()
    expect(said(await claim(id, RECEPTION, {}))).toEqual([['Dana Ruiz', false]])
    expect((await claim(id, RESOLVER, { deciding: true })).deciding).toBe(true)
    const second = await claim(id, ADMIN, { deciding: true }, replica)
    expect(second.deciding).toBe(false)
    expect(said(second)).toEqual([
      ['Dana Ruiz', false],
      ['Ravi Krishnan', true],
      ['Maja Öberg', false],
    ])
    const taken = await claim(id, ADMIN, { deciding: true, take_over: true })
    expect([taken.deciding, said(taken)[1]]).toEqual([true, ['Ravi Krishnan', false]])
    expect((await claim(id, RESOLVER, { deciding: true })).deciding).toBe(false)
    const told = [['assignment_changed', expect.stringMatching(/^Maja Öberg took over/)]]
    expect(await noticesOf(RESOLVER, id)).toEqual(told)
    const { history, looking } = await desk.detail(id)
    expect(history.filter(({ type }) => type === 'claimed').map((one) => [one.actor, one.detail])).toEqual([
      [RESOLVER, { from: null }],
      [ADMIN, { from: 'Ravi Krishnan' }],
    ])
    expect(looking).toHaveLength(3)
  })

  it('is a lease: what is not renewed is over, and the next may decide', async () => {
    const { id } = await desk.movedTwice()
    await claim(id, RESOLVER, { deciding: true, page: 'a' })
    const renewed = await claim(id, RESOLVER, { deciding: true, page: 'a' })
    const [looker] = renewed.looking
    expect(Date.parse(looker?.until ?? '') - Date.parse(renewed.server_now)).toBe(
      renewed.lease_seconds * 1000,
    )
    await desk.rows(
      "UPDATE conflict_lease SET until = now() - interval '1 second' WHERE conflict_id = $1",
      id,
    )
    expect((await desk.detail(id)).looking).toEqual([])
    expect((await claim(id, ADMIN, { deciding: true })).deciding).toBe(true)
    expect(await desk.rows('SELECT page FROM conflict_lease WHERE conflict_id = $1', id)).toHaveLength(1)
  })

  it('is of a page: closing one of two is not going away', async () => {
    const { id } = await desk.movedTwice()
    await claim(id, RESOLVER, { deciding: true, page: 'one' })
    await claim(id, RESOLVER, { page: 'two' })
    const release = async (page: string) =>
      claimResponse.parse((await desk.ask('release', id, { as: RESOLVER, body: { page } })).body)
    expect(said(await release('two'))).toEqual([['Ravi Krishnan', true]])
    expect(said(await release('one'))).toEqual([])
    expect(said(await release('one'))).toEqual([])
  })

  it('keeps nobody from deciding, and ends with the decision', async () => {
    const { id } = await desk.movedTwice()
    await claim(id, RESOLVER, { deciding: true })
    expect((await desk.ask('resolve', id, { body: PICK_SERVER })).status).toBe(200)
    expect((await desk.detail(id)).looking).toEqual([])
    const late = await desk.ask('claim', id, { as: RESOLVER, body: { deciding: true } })
    expect([late.status, late.body.code]).toEqual([409, 'already_resolved'])
    expect((await desk.ask('release', id, { as: RESOLVER })).status).toBe(200)
  })

  it('of many who begin at once, in two processes, one decides', async () => {
    const { id } = await desk.movedTwice()
    const people = [ADMIN, RESOLVER, ADMIN, RESOLVER]
    const answers = await Promise.all(
      people.map((as, index) =>
        claim(id, as, { deciding: true, page: `p${index}` }, index < 2 ? api.address : replica),
      ),
    )
    const winners = new Set(answers.flatMap(({ deciding }, index) => (deciding ? [people[index]] : [])))
    expect(winners.size).toBe(1)
    expect((await desk.detail(id)).looking.filter(({ deciding }) => deciding)).toHaveLength(1)
  })

  it.each([
    ['a receptionist, to decide', RECEPTION, { deciding: true }, 403, 'forbidden'],
    ['a technician who has nothing to do with it', TECH_B, {}, 404, 'not_found'],
    ['a stranger', STRANGER, {}, 404, 'not_found'],
    ['nonsense', ADMIN, { deciding: 'yes' }, 422, 'malformed_request'],
  ])('is refused: %s', async (_who, as, body, status, code) => {
    const id = form
    const answer = await desk.ask('claim', id, { as, body })
    expect([answer.status, answer.body.code]).toEqual([status, code])
    expect(await desk.rows('SELECT 1 FROM conflict_lease WHERE conflict_id = $1', id)).toEqual([])
  })

  it('is heard by those who may see it, in every process, and by nobody else', async () => {
    const [resolver, owner, neighbour, stranger] = await Promise.all([
      openLineOf(replica, RESOLVER),
      openLineOf(replica, TECH_A),
      openLineOf(api.address, TECH_B),
      openLineOf(api.address, STRANGER, 'ORG-OTHER'),
    ])
    const { id } = await desk.signedTwice()
    await claim(id, ADMIN, { deciding: true })
    for (const line of [resolver, owner]) {
      await line.until(`"conflict_id":"${id}","looking":[{`)
      const heard = line.heard.filter(({ event }) => event === 'presence').map(({ text }) => JSON.parse(text))
      const [event] = heard.map((one) => presenceEvent.parse(one)).filter((one) => one.conflict_id === id)
      expect(event?.looking).toMatchObject([{ id: idOf(ADMIN), name: 'Maja Öberg', deciding: true }])
    }
    await desk.ask('release', id)
    await resolver.until(`"conflict_id":"${id}","looking":[]`)
    // A row for everybody, after which nothing earlier can still come.
    const name = `TKT-${randomUUID()}`
    const device = await rawDevice(api.address, ADMIN)
    await device.results([insert('Ticket', name, { subject: 'last' })])
    await neighbour.until(name)
    expect(neighbour.heard.filter(({ event }) => event === 'presence')).toEqual([])
    expect(stranger.heard).toEqual([])
    for (const line of [resolver, owner, neighbour, stranger]) line.close()
  })
})

it('leaves every invariant of the database true', async () => {
  const reports = await checkInvariants(api.databaseUrl)
  expect(isClean(reports), toTable(reports)).toBe(true)
})
