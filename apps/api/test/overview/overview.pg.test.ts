/** The admins' numbers: each computed again from the exported rows, by other code. */
import { randomUUID } from 'node:crypto'
import {
  ENDPOINTS,
  type MetricName,
  metricName,
  OVERVIEW_DAYS,
  type Overview,
  type OverviewRows,
  overview,
  overviewRows,
} from '@dartwing/protocol'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DeadlinesJob } from '../../src/conflicts/deadlines.job.ts'
import {
  ADMIN,
  type Api,
  call,
  insert,
  ORG,
  RESOLVER,
  rawDevice,
  startApi,
  TECH_A,
  update,
} from '../api-kit.ts'
import { Desk, PICK_SERVER } from '../conflict-kit.ts'
import { type Exported, measuresOf, onDay, parseCsv } from './measures-of-csv.ts'

const WORDS = '=1+1, said "Ana"\r\nand left'

let api: Api
let desk: Desk
beforeAll(async () => {
  api = await startApi()
  desk = await Desk.open(api)
  await makeTraffic()
})
afterAll(() => api.close())

const ask = (path: string, as = ADMIN) => call(api.address, desk.tokenOf(as), path)

async function read(): Promise<Overview> {
  const answer = await ask(ENDPOINTS.overview)
  expect(answer.status).toBe(200)
  return overview.parse(answer.body)
}

async function exported(table: keyof Exported, period: Record<string, string> = {}) {
  const query = new URLSearchParams({ org: ORG, table, ...period })
  const response = await fetch(`${api.address}${ENDPOINTS.overviewExport}?${query}`, {
    headers: { authorization: `Bearer ${desk.tokenOf(ADMIN)}` },
  })
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/csv; charset=utf-8'])
  return parseCsv(await response.text())
}

const moveBack = (table: string, column: string, days: number, where: string, ...given: unknown[]) =>
  desk.rows(`UPDATE ${table} SET ${column} = ${column} - interval '${days} days' WHERE ${where}`, ...given)

async function say(conflict_id: string, score: number | null, lost_data = false, comment = '') {
  const body = { conflict_id, score, lost_data, comment }
  await call(api.address, desk.tokenOf(ADMIN), ENDPOINTS.feedback, { body })
}

/** Two people change one job: different fields are brought together, the same one is decided by a rule. */
async function contestedJob() {
  const name = `JOB-${randomUUID()}`
  const [office, phone] = [await rawDevice(api.address, ADMIN), await rawDevice(api.address, ADMIN)]
  await office.results([
    insert('Dispatch Job', name, { title: 'Boiler', status: 'Assigned', priority: 'Low' }),
  ])
  await office.results([update('Dispatch Job', name, 1, { title: 'Boiler, attic', priority: 'High' })])
  await phone.results([update('Dispatch Job', name, 1, { completion_notes: 'Done' })], { app_version: '2.0' })
  await phone.results([update('Dispatch Job', name, 1, { priority: 'Urgent' })], { app_version: '2.0' })
  const [row] = await desk.rows('SELECT conflict_id FROM conflict WHERE name = $1', name)
  return { name, id: String(row?.conflict_id), phone }
}

/** Of all kinds, and some of it on other days, and some too long ago to count. */
async function makeTraffic() {
  const jobs = [await contestedJob(), await contestedJob(), await contestedJob()]
  const [byPerson, byTimer, undone] = [
    await desk.movedTwice(),
    await desk.movedTwice(),
    await desk.movedTwice(),
  ]
  await desk.ask('resolve', byPerson.id, { body: PICK_SERVER })
  await desk.expire(byTimer.id, undone.id)
  await sweep()
  // The server sweeps by itself too.
  for (const { id } of [byTimer, undone])
    await vi.waitUntil(async () => (await desk.detail(id)).state === 'auto_resolved', { timeout: 60_000 })
  await desk.ask('undo', undone.id)
  await desk.ask('resolve', undone.id, { as: RESOLVER, body: PICK_SERVER })
  await say(byPerson.id, 4, false, WORDS)
  await say(byTimer.id, 5)
  await say(undone.id, null, true, 'It is gone')
  const [yesterday, longAgo] = jobs
  await moveBack('conflict', 'opened_at', 1, 'name = $1', yesterday?.name)
  await moveBack('conflict', 'opened_at', 30, 'name = $1', longAgo?.name)
  for (const [days, phone] of [
    [1, yesterday?.phone],
    [30, longAgo?.phone],
  ] as const) {
    const sql = 'device_id = $1'
    await moveBack('sync', 'ended_at', days, sql, phone?.device_id)
    await moveBack('sync', 'started_at', days, sql, phone?.device_id)
  }
  await moveBack('feedback', 'created_at', 2, 'score = 5')
  // However long the syncs took here.
  await desk.rows("UPDATE sync SET ended_at = least(ended_at, started_at + interval '4 seconds')")
}

const sweep = () => api.app.get(DeadlinesJob).sweep()

describe('the measures of success', () => {
  it('are what other code computes from the exported rows, all together and day by day', async () => {
    const { metrics, from, until, time_zone } = await read()
    const period = { from, until }
    const files = {
      syncs: await exported('syncs', period),
      conflicts: await exported('conflicts', period),
      feedback: await exported('feedback', period),
    }
    expect([files.syncs.length, files.conflicts.length, files.feedback.length]).toEqual([
      expect.any(Number),
      5,
      3,
    ])
    expect(metrics.map(({ name }) => name)).toEqual(metricName.options)
    const whole = measuresOf(files)
    for (const { name, value, trend } of metrics) {
      expect({ [name]: value }).toEqual({ [name]: closeTo(whole[name]) })
      expect(trend).toHaveLength(OVERVIEW_DAYS)
      for (const { day, value: ofDay } of trend) {
        const expected = measuresOf(onDay(files, day, time_zone))[name]
        expect({ [`${name} ${day}`]: ofDay }).toEqual({ [`${name} ${day}`]: closeTo(expected) })
      }
      expect(value).not.toBeNull()
    }
    // Text comes out of the file as it was said, but not as a formula.
    expect(files.feedback.map(({ comment }) => comment)).toContain(`'${WORDS}`)
  })

  it('count a conflict only where a value had to be chosen, and say how they stand to their targets', async () => {
    const { metrics } = await read()
    const of = (name: MetricName) => metrics.find((one) => one.name === name)
    // Two jobs by a rule, three appointments by people and the timer; each job has one change brought together.
    expect(of('manual_rate')).toMatchObject({ value: 2 / 5, sample: 5, met: false })
    expect(of('data_loss')).toMatchObject({ value: 1, met: false, target: { is: 'at_most', value: 0 } })
    expect(of('satisfaction')).toMatchObject({ value: 4.5, sample: 2, met: false })
    expect(of('sync_p99')).toMatchObject({ met: true, unit: 'seconds' })
    const merged = of('stale_base_rate')
    expect(Math.round((merged?.value ?? 0) * (merged?.sample ?? 0))).toBe(2)
    expect(merged).toMatchObject({ target: null, met: null })
  })

  it('have their rows behind them, page by page without a gap', async () => {
    const { metrics } = await read()
    const sizes = new Map<string, number>()
    for (const { name } of metrics) {
      const seen: string[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const query = new URLSearchParams({ metric: name, limit: '2', cursor })
        const page: OverviewRows = overviewRows.parse((await ask(`${ENDPOINTS.overviewRows}?${query}`)).body)
        expect(page.items.length).toBeLessThanOrEqual(2)
        seen.push(...page.items.map((row) => JSON.stringify(row)))
        cursor = page.next_cursor
      }
      expect(new Set(seen).size).toBe(seen.length)
      sizes.set(name, seen.length)
    }
    const syncs = (await exported('syncs')).length
    expect(Object.fromEntries(sizes)).toEqual({
      conflict_rate: 5,
      manual_rate: 2,
      data_loss: 1,
      sync_p99: syncs,
      satisfaction: 2,
      stale_base_rate: 2,
    })
  })
})

const closeTo = (value: number | null | undefined) =>
  value == null ? null : (expect.closeTo(value, 9) as unknown)

describe('beside them', () => {
  it('hot spots, and what became of what each rule decided', async () => {
    const { hot_spots, rules, rollout } = await read()
    expect(hot_spots.fields).toContainEqual({
      doctype: 'Dispatch Job',
      field: 'priority',
      label: 'Priority',
      conflicts: 2,
      manual: 0,
    })
    expect(hot_spots.app_versions.find(({ app_version }) => app_version === '2.0')).toEqual({
      app_version: '2.0',
      syncs: 4,
      conflicts: 2,
    })
    expect(hot_spots.devices.reduce((sum, { conflicts }) => sum + conflicts, 0)).toBe(5)
    expect(rules.filter(({ doctype }) => doctype === 'Appointment')).toMatchObject([
      { conflicts: 3, by_rule: 0, by_person: 2, by_deadline: 2, undone: 1, overridden: 1 },
    ])
    expect(rules.filter(({ doctype }) => doctype === 'Dispatch Job')).toMatchObject([
      { conflicts: 2, by_rule: 2, by_person: 0, by_deadline: 0, undone: 0, overridden: 0 },
    ])
    expect(rollout).toEqual({ stage: 'ga', lowest_stage: 'internal' })
  })

  it('the deadlines of the next day, hour by hour', async () => {
    const { id } = await desk.movedTwice()
    const due = async () => (await read()).deadlines
    const { hours } = await due()
    expect(hours).toHaveLength(25)
    // The last one, or the one before it when another hour has begun meanwhile.
    const { due_at } = await desk.detail(id)
    const last = hours.findLastIndex(({ from }) => Date.parse(from) <= Date.parse(due_at ?? ''))
    expect([23, 24]).toContain(last)
    expect(hours[last]).toMatchObject({ server_wins: 1, escalate: 0, paused: 0 })
    await desk.rows("UPDATE conflict SET due_at = now() + interval '90 minutes' WHERE conflict_id = $1", id)
    const soon = await due()
    const [place] = soon.hours.flatMap(({ server_wins }, hour) => (server_wins > 0 ? [hour] : []))
    expect([1, 2]).toContain(place)
    expect([soon.past, soon.unassigned_soon]).toEqual([0, 1])
    await desk.ask('resolve', id, { body: PICK_SERVER })
    expect((await due()).hours.every((hour) => hour.server_wins === 0)).toBe(true)
  })

  it('is for admins', async () => {
    const paths = [
      ENDPOINTS.overview,
      `${ENDPOINTS.overviewRows}?metric=data_loss`,
      `${ENDPOINTS.overviewExport}?table=syncs`,
    ]
    for (const path of paths) {
      for (const email of [RESOLVER, TECH_A]) expect((await ask(path, email)).status).toBe(403)
    }
    for (const query of ['metric=luck', 'metric=data_loss&cursor=nowhere', 'metric=data_loss&from=monday']) {
      expect((await ask(`${ENDPOINTS.overviewRows}?${query}`)).status).toBe(422)
    }
  })
})
