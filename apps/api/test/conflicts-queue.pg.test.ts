/** The queue with thousands of open items: what is counted is there, nothing is listed twice, and by the index. */
import { type ConflictList, conflictList } from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, ORG, RECEPTION, RESOLVER, startApi, TECH_A } from './api-kit.ts'
import { accountIdOf } from './borrowed-ids.ts'
import { Desk } from './conflict-kit.ts'

const OPEN = 4_000

let api: Api
let desk: Desk
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
  await copies((await desk.movedTwice()).id)
  await desk.rows('ANALYZE conflict')
})
afterAll(() => api.close())

/** So many copies of one conflict, a hundred to each deadline, some without one, some given to the resolver. */
async function copies(id: string): Promise<void> {
  await desk.rows(
    `INSERT INTO conflict SELECT (jsonb_populate_record(c, jsonb_build_object(
       'conflict_id', gen_random_uuid(), 'name', 'APT-' || n, 'title', 'Copy ' || n,
       'due_at', CASE WHEN n % 50 > 0 THEN c.due_at + make_interval(secs => n / 100 + 0.0004) END,
       'kind', CASE WHEN n % 5 = 0 THEN 'slot_collision' ELSE c.kind END,
       'assignee', CASE WHEN n % 100 = 7 THEN $2::uuid END, 'submitted_by', CASE WHEN n % 4 = 0 THEN $3 ELSE $4 END))).*
     FROM conflict c, generate_series(1, $5::int) n WHERE c.conflict_id = $1`,
    id,
    await accountIdOf(api, RESOLVER),
    RECEPTION,
    TECH_A,
    OPEN,
  )
}

async function list(as: string, query: string): Promise<ConflictList> {
  const answer = await call(api.address, desk.tokenOf(as), `/api/conflicts?org=${ORG}&${query}`)
  expect(answer.status, JSON.stringify(answer.body)).toBe(200)
  return conflictList.parse(answer.body)
}

async function all(as: string, query: string): Promise<ConflictList['items']> {
  const items: ConflictList['items'] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page: ConflictList = await list(as, `${query}&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`)
    items.push(...page.items)
    cursor = page.next_cursor
  }
  return items
}

describe('a long queue', () => {
  it('is read to its end with every item once, by deadline, and those without one last', async () => {
    const items = await all(ADMIN, 'kind=slot_collision')
    const rows = await desk.rows(
      "SELECT conflict_id AS id FROM conflict WHERE kind = 'slot_collision' ORDER BY due_at NULLS LAST, conflict_id",
    )
    expect(items.map(({ id }) => ({ id }))).toEqual(rows)
    expect(rows).toHaveLength(OPEN / 5)
    expect(items.at(-1)?.due_at).toBeNull()
  })

  it.each([
    ['a kind', ADMIN, 'kind=slot_collision', OPEN / 5],
    ['whom it was given to', ADMIN, 'assignee=none', OPEN - OPEN / 100 + 1],
    ['what was given to me', RESOLVER, 'assignee=me', OPEN / 100],
    ['what was given to me, of mine', RESOLVER, 'view=mine', OPEN / 100],
    ['what I have sent', RECEPTION, 'view=mine', OPEN / 4 + 1],
    ['words', ADMIN, 'q=copy%2037', 111],
    ['signs that mean something elsewhere', ADMIN, 'q=%25', 0],
    ['a DocType and a kind', ADMIN, 'doctype=Appointment&kind=slot_collision&assignee=me', 0],
    ['another DocType', ADMIN, 'doctype=Ticket', 0],
  ])('counts what fits: %s', async (_what, as, query, expected) => {
    const page = await list(as, `${query}&limit=5`)
    expect(page.matching).toBe(expected)
    expect(page.items).toHaveLength(Math.min(5, expected))
    expect(page.counts).toMatchObject({ team: OPEN + 1, auto: 0, resolved: 0 })
  })

  it('knows a deadline to come', async () => {
    const [first] = (await list(ADMIN, 'limit=1')).items
    const later = new Date(Date.parse(first?.due_at ?? '') + 10_000).toISOString()
    const { matching } = await list(ADMIN, `due_before=${later}`)
    const rows = await desk.rows('SELECT count(*)::int AS n FROM conflict WHERE due_at < $1', later)
    expect(rows).toEqual([{ n: matching }])
    expect(matching).toBeGreaterThan(400)
  })

  it.each(['assignee=nobody', 'due_before=soon', 'kind=any'])('refuses %s', async (query) => {
    const answer = await call(api.address, desk.tokenOf(ADMIN), `/api/conflicts?org=${ORG}&${query}`)
    expect([answer.status, answer.body.code]).toEqual([422, 'malformed_request'])
  })

  it.each([
    [
      'a page far down',
      `SELECT c.conflict_id FROM conflict c WHERE c.org_id = $1 AND c.state = 'open'
         AND c.doctype = ANY(ARRAY['Appointment', 'Ticket'])
         AND (coalesce(c.due_at, 'infinity'::timestamptz), c.conflict_id) > (now(), gen_random_uuid())
       ORDER BY coalesce(c.due_at, 'infinity'::timestamptz), c.conflict_id LIMIT 50`,
      'conflict_open',
    ],
    [
      'what is settled, the latest first',
      `SELECT c.conflict_id FROM conflict c WHERE c.org_id = $1 AND c.state = 'resolved'
       ORDER BY c.resolved_at DESC, c.conflict_id DESC LIMIT 50`,
      'conflict_settled',
    ],
  ])(
    '%s is read from its index, without sorting, by the role of the application',
    async (_what, sql, index) => {
      const client = await api.sql.connect()
      try {
        await client.query('BEGIN')
        await client.query(
          "SELECT set_config('role', 'dartwing_app', true), set_config('app.org_id', $1, true)",
          [ORG],
        )
        const { rows } = await client.query(`EXPLAIN (FORMAT JSON) ${sql}`, [ORG])
        const plan = JSON.stringify(rows)
        expect(plan).toContain(index)
        expect(plan).not.toMatch(/"Sort"|Seq Scan/)
      } finally {
        await client.query('ROLLBACK')
        client.release()
      }
    },
  )
})
