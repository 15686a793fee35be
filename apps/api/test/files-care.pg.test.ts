/** What becomes of files when nobody does anything. */
import { randomBytes } from 'node:crypto'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { checkInvariants } from '@dartwing/operate/check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CareJob } from '../src/files/care/care.job.ts'
import { ADMIN, type Api, ORG, startApi, TECH_A } from './api-kit.ts'
import { Bringer } from './files/bringer.ts'

let api: Api
let ana: Bringer
beforeAll(async () => {
  api = await startApi()
  ana = await Bringer.open(api, TECH_A)
})
afterAll(() => api.close())

const night = () => api.app.get(CareJob).ofOrganisation(ORG)
const folder = () => join(api.directory, 'files')

async function stored(): Promise<string[]> {
  return (await readdir(folder())).toSorted()
}

/** As if so much time had passed. */
async function later(file: string, days: number): Promise<void> {
  const values = [file, days]
  await api.sql.query(
    `WITH v AS (UPDATE document_version SET created_at = created_at - make_interval(days => $2) WHERE name = $1)
     UPDATE document SET modified = modified - make_interval(days => $2) WHERE name = $1`,
    values,
  )
}

async function told(file: string): Promise<{ recipient: string; kind: string; message: string }[]> {
  const { rows } = await api.sql.query<{ recipient: string; kind: string; message: string }>(
    "SELECT recipient, kind, notice ->> 'message' AS message FROM notification WHERE name = $1",
    [file],
  )
  return rows
}

describe('a file that was described and does not come (A-20)', () => {
  it('is pending, is told to admins once after a week, and may still come', async () => {
    const bytes = randomBytes(100)
    const file = await ana.describe(bytes, { file_name: 'meter.jpg' })
    const other = await ana.describe(bytes)
    await later(file, 6)
    await night()
    expect(await told(file)).toEqual([])
    await later(file, 2)
    await night()
    await night()
    const message = 'The content of meter.jpg has not arrived for 7 days.'
    expect(await told(file)).toEqual([{ recipient: ADMIN, kind: 'file_missing', message }])
    expect([await told(other), await ana.stateOf(file)]).toEqual([[], undefined])
    await ana.patch(await ana.begun(file, 100), 0, bytes)
    expect(await ana.stateOf(file)).toBe('stored')
  })
})

describe('at night', () => {
  it('A-21: what took too long is thrown away, and nothing else', async () => {
    const before = await stored()
    const late = await ana.begun(await ana.describe(randomBytes(100)), 100)
    await ana.patch(late, 0, randomBytes(10))
    const waiting = await ana.begun(await ana.describe(randomBytes(100)), 100)
    await api.sql.query(
      "UPDATE upload SET expires_at = now() - interval '1 minute' WHERE upload_id::text = $1 OR finished_at IS NOT NULL",
      [/uploads.([^?]+)/.exec(late)?.[1]],
    )
    await night()
    const id = /uploads.([^?]+)/.exec(waiting)?.[1]
    expect(await stored()).toEqual([...before, `${id}`, `${id}.json`].toSorted())
    expect([(await ana.offset(late)).status, (await ana.offset(waiting)).status]).toEqual([404, 204])
  })

  it('a content goes when the last document that has it is gone for good', async () => {
    const bytes = randomBytes(100)
    const before = await stored()
    const files = [await ana.bring(bytes), await ana.bring(bytes)]
    const during = await stored()
    expect(during.length).toBe(before.length + 2)
    for (const [index, file] of files.entries()) {
      await api.sql.query("UPDATE document SET deleted_at = now(), data = '{}' WHERE name = $1", [file])
      await night()
      expect([await stored(), (await ana.read(file)).status]).toEqual([during, 404])
      await api.sql.query('UPDATE document SET purged_at = now() WHERE name = $1', [file])
      await night()
      expect(await stored()).toEqual(index === 0 ? during : before)
    }
  })

  it('what is stored and no longer in the folder is found by the look at a live database', async () => {
    const bytes = randomBytes(100)
    await ana.bring(bytes)
    const violations = async () => {
      const reports = await checkInvariants(api.databaseUrl, folder())
      const findings = reports.find(({ org }) => org === ORG)?.findings ?? []
      return findings.find(({ number }) => number === 11)?.violations
    }
    expect(await violations()).toEqual([])
    const { rows } = await api.sql.query<{ key: string }>(
      'SELECT storage_key::text AS key FROM blob ORDER BY created_at DESC LIMIT 1',
    )
    const key = rows[0]?.key ?? ''
    await rm(join(folder(), key))
    expect(await violations()).toEqual([
      { reason: 'not in the folder, or of another size', count: 1, places: [key] },
    ])
  })
})
