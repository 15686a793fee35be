/** Jobs: stored with the transaction that causes them, done once, and for one organisation. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { Database } from '../src/platform/prisma/database.ts'
import { Jobs } from '../src/platform/queue/jobs.ts'
import { type Api, ORG, startApi } from './api-kit.ts'

const note = { name: 'note', payload: z.object({ id: z.string() }) }

/** However busy the machine is. */
const SOON = { timeout: 60_000 }

let api: Api
const done: { org: string; id: string }[] = []
const doneOf = (id: string) => done.filter((entry) => entry.id === id)

beforeAll(async () => {
  api = await startApi()
  api.app.get(Jobs).register(note, async (org, { id }) => {
    const isFirst = doneOf(id).length === 0
    done.push({ org, id })
    if (id.startsWith('fails at first') && isFirst) throw new Error('on purpose')
  })
})
afterAll(() => api.close())

const enqueue = (id: string, options = {}, org = ORG) =>
  api.app.get(Database).inOrganisation(org, (tx) => api.app.get(Jobs).enqueue(tx, note, { id }, options))

describe('a job', () => {
  it('is done for the organisation of its transaction', async () => {
    const id = randomUUID()
    await enqueue(id, {}, 'ORG-OTHER')
    await vi.waitFor(() => expect(doneOf(id)).toEqual([{ org: 'ORG-OTHER', id }]), SOON)
  })

  it('does not exist when its transaction is taken back', async () => {
    const [id, witness] = [randomUUID(), randomUUID()]
    const failing = api.app.get(Database).inOrganisation(ORG, async (tx) => {
      await api.app.get(Jobs).enqueue(tx, note, { id })
      throw new Error('taken back')
    })
    await expect(failing).rejects.toThrow('taken back')
    await enqueue(witness)
    await vi.waitFor(() => expect(doneOf(witness)).toHaveLength(1), SOON)
    expect(doneOf(id)).toEqual([])
  })

  it('is tried again when it fails', async () => {
    const id = `fails at first ${randomUUID()}`
    await enqueue(id)
    await vi.waitFor(() => expect(doneOf(id)).toHaveLength(1), SOON)
    const retryNow = () =>
      api.sql.query("UPDATE graphile_worker._private_jobs SET run_at = now() WHERE last_error = 'on purpose'")
    await vi.waitFor(async () => expect((await retryNow()).rowCount).toBe(1), SOON)
    await vi.waitFor(() => expect(doneOf(id)).toHaveLength(2), SOON)
  })

  it('takes the place of a waiting one with its key, in its organisation only', async () => {
    const later = { jobKey: 'key', runAt: new Date(Date.now() + 3_600_000) }
    const [first, second, other] = [randomUUID(), randomUUID(), randomUUID()]
    await enqueue(first, later)
    await enqueue(second, later)
    await enqueue(other, later, 'ORG-OTHER')
    const { rows } = await api.sql.query<{ payload: unknown }>(
      'SELECT payload FROM graphile_worker._private_jobs WHERE key IS NOT NULL ORDER BY id',
    )
    expect(rows.map(({ payload }) => payload)).toEqual([
      { org: ORG, payload: { id: second } },
      { org: 'ORG-OTHER', payload: { id: other } },
    ])
  })
})

describe('the application’s role', () => {
  it.each([
    ['reads no jobs', 'SELECT * FROM graphile_worker._private_jobs'],
    ['adds none directly', "SELECT graphile_worker.add_job('note')"],
    ['adds none without an organisation', "SELECT enqueue_job('note', '{}', NULL, NULL)"],
  ])('%s', async (_name, statement) => {
    const client = await api.sql.connect()
    try {
      await client.query('BEGIN')
      await client.query('SET LOCAL ROLE dartwing_app')
      await expect(client.query(statement)).rejects.toThrow(/permission denied|belongs to an organisation/)
    } finally {
      await client.query('ROLLBACK')
      client.release()
    }
  })
})

/** Of the server, and then of each organisation. */
const EVERY_NIGHT = [
  { task: 'access', org: null },
  { task: 'files', org: null },
  { task: 'files.care', org: 'ORG-DEMO' },
  { task: 'files.care', org: 'ORG-OTHER' },
  { task: 'lifecycle', org: null },
  { task: 'lifecycle.organisation', org: 'ORG-DEMO' },
  { task: 'lifecycle.organisation', org: 'ORG-OTHER' },
]

describe('a scheduled job', () => {
  it('that was missed is made up for, once, by whichever of four processes comes first', async () => {
    await api.sql.query(`
      CREATE TABLE added (task text, org text);
      CREATE FUNCTION note_added() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        INSERT INTO public.added SELECT t.identifier, NEW.payload ->> 'org'
          FROM graphile_worker._private_tasks t WHERE t.id = NEW.task_id;
        RETURN NEW;
      END $$;
      CREATE TRIGGER note_added AFTER INSERT ON graphile_worker._private_jobs
        FOR EACH ROW EXECUTE FUNCTION note_added();
      UPDATE graphile_worker._private_known_crontabs
        SET known_since = now() - interval '3 days', last_execution = now() - interval '24 hours'`)
    await Promise.all([1, 2, 3, 4].map(() => api.replica()))
    const added = async () => (await api.sql.query('SELECT task, org FROM added ORDER BY task, org')).rows
    await vi.waitFor(async () => expect(await added()).toHaveLength(EVERY_NIGHT.length), SOON)
    const isDone = async () =>
      (await api.sql.query('SELECT FROM graphile_worker._private_jobs WHERE run_at <= now()')).rowCount === 0
    await vi.waitFor(async () => expect(await isDone()).toBe(true), SOON)
    expect(await added()).toEqual(EVERY_NIGHT)
  })
})

describe('a database that goes away', () => {
  it('costs the queue no job', async () => {
    const id = randomUUID()
    for (let round = 0; round < 5; round++) {
      await api.sql.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
      await vi.waitFor(() => enqueue(`${id}-${round}`), SOON)
    }
    await vi.waitFor(() => {
      for (let round = 0; round < 5; round++) expect(doneOf(`${id}-${round}`)).not.toEqual([])
    }, SOON)
  })
})
