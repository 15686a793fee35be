/** The demo's week: devices sync for seconds, and what they left behind is told over seven days, and still holds. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean } from '@dartwing/operate/report'
import { ENDPOINTS, overview } from '@dartwing/protocol'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ADMIN, type Api, call, signIn, startApi } from '../api-kit.ts'

const PROGRAM = fileURLToPath(new URL('../../../../tooling/start/demo-week.ts', import.meta.url))
const SYNCS = 60

let api: Api
let dataDir: string
beforeAll(async () => {
  api = await startApi()
  dataDir = await mkdtemp(join(tmpdir(), 'dartwing-week-'))
})
afterAll(async () => {
  await api.close()
  await rm(dataDir, { recursive: true, force: true })
})

async function fill() {
  const { port, hostname } = new URL(api.address)
  const child = spawn(process.execPath, [PROGRAM, String(SYNCS)], {
    env: { ...process.env, DATABASE_URL: api.databaseUrl, HOST: hostname, PORT: port, DATA_DIR: dataDir },
  })
  const [said, complaint] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')])
  return { code: child.exitCode, said, complaint }
}

const first = async (sql: string) => (await api.sql.query(sql)).rows[0]

it('is made by real devices, spread over the days, and breaks no invariant; a second one is refused', async () => {
  expect(await fill()).toMatchObject({ code: 0, complaint: '', said: expect.stringContaining('done in') })
  expect(isClean(await checkInvariants(api.databaseUrl))).toBe(true)

  const answer = await call(api.address, await signIn(api.address, ADMIN), ENDPOINTS.overview)
  const { metrics, deadlines } = overview.parse(answer.body)
  const rate = metrics.find(({ name }) => name === 'conflict_rate')
  expect(rate?.trend.filter(({ sample }) => sample > 0).length).toBeGreaterThanOrEqual(6)
  // Those of the last day wait, and none is late.
  expect(deadlines.past).toBe(0)
  expect(deadlines.hours.reduce((sum, hour) => sum + hour.server_wins, 0)).toBe(4)

  // Nothing lies in the future, nothing ends before it began, and what took a moment still does.
  const syncs = await first(`SELECT count(*)::int AS n, bool_and(ended_at <= now()) AS past,
    bool_and(ended_at >= started_at AND ended_at < started_at + interval '10 minutes') AS whole FROM sync`)
  expect(syncs).toMatchObject({ past: true, whole: true })
  expect(syncs.n).toBeGreaterThanOrEqual(SYNCS)
  const versions = await first(`SELECT count(*)::int AS n FROM document_version a
    JOIN document_version b USING (org_id, doctype, name) WHERE a.version < b.version AND a.created_at > b.created_at`)
  expect(versions).toEqual({ n: 0 })
  const conflicts = await first(
    'SELECT bool_and(opened_at <= coalesce(resolved_at, now())) AS o FROM conflict',
  )
  expect(conflicts).toEqual({ o: true })

  expect(await fill()).toMatchObject({ code: 1, complaint: expect.stringContaining('has a week already') })
})
