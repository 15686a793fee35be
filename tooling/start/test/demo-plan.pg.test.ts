import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type RunningPostgres, startThrowAwayPostgres } from '../embedded-postgres.ts'
import type { Database } from '../serve/database.ts'
import { planDemo } from '../serve/demo.ts'
import type { Settings } from '../serve/settings.ts'
import { query } from './query.ts'

let server: RunningPostgres
let database: Pick<Database, 'url' | 'embedded'>
let dataDir: string

beforeAll(async () => {
  server = await startThrowAwayPostgres()
})
afterAll(() => server.stop())

beforeEach(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'dartwing-demo-'))
  const admin = new URL(server.url)
  admin.pathname = '/postgres'
  await query(admin.href, 'DROP DATABASE IF EXISTS dartwing WITH (FORCE)')
  await query(admin.href, 'CREATE DATABASE dartwing')
  database = { url: server.url, embedded: true }
})
afterEach(() => rmSync(dataDir, { recursive: true, force: true }))

function plan(demo: Settings['demo']) {
  return planDemo({ ...SETTINGS, dataDir, demo }, database)
}
const SETTINGS = { port: 1, host: '', databaseUrl: undefined, authSecret: undefined }

async function addOrganisation(): Promise<void> {
  await query(server.url, 'CREATE TABLE IF NOT EXISTS organisation (org text)')
  await query(server.url, "INSERT INTO organisation VALUES ('ORG-MINE')")
}

describe('the demo', () => {
  it('goes into an empty database', async () => {
    expect(await plan('unless_used')).toBe('fill')
  })

  it('stays out when it is not wanted', async () => {
    expect(await plan('no')).toBe('none')
  })

  it('never touches data that it did not make', async () => {
    await addOrganisation()
    expect(await plan('unless_used')).toBe('none')
    await expect(plan('yes')).rejects.toThrow('not the demo')
    expect(await query(server.url, 'SELECT org FROM organisation')).toEqual([{ org: 'ORG-MINE' }])
  })

  it('begins again on an empty database when it was interrupted', async () => {
    expect(await plan('unless_used')).toBe('fill')
    await addOrganisation()
    expect(await plan('unless_used')).toBe('fill')
    expect(await query(server.url, "SELECT to_regclass('organisation') AS found")).toEqual([{ found: null }])
  })

  it('refuses to begin again in a database that is not its own to remove', async () => {
    await plan('yes')
    database = { ...database, embedded: false }
    await expect(plan('yes')).rejects.toThrow('Empty that database')
  })

  it('does not believe a record that speaks of an earlier database', async () => {
    writeFileSync(join(dataDir, 'demo.json'), '{"state":"filled","database":"1/2"}')
    expect(await plan('unless_used')).toBe('fill')
  })
})
