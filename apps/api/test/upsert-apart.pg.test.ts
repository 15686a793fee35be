/** One change that can not be settled, for whatever reason, holds up no other. */
import { randomUUID } from 'node:crypto'
import { checkInvariants } from '@dartwing/operate/check'
import { isClean, toTable } from '@dartwing/operate/report'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, insert, rawDevice, startApi, update } from './api-kit.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

/** PostgreSQL refuses a ticket of this subject until it is given back. */
async function refuseTickets(subject: string, sqlState: string): Promise<() => Promise<unknown>> {
  const id = `refuse_${randomUUID().replaceAll('-', '')}`
  await api.sql.query(`
    CREATE FUNCTION ${id}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      IF NEW.data ->> 'subject' = '${subject}' THEN
        RAISE EXCEPTION 'not now' USING ERRCODE = '${sqlState}';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER ${id} BEFORE INSERT OR UPDATE ON document FOR EACH ROW EXECUTE FUNCTION ${id}()`)
  return () => api.sql.query(`DROP TRIGGER ${id} ON document; DROP FUNCTION ${id}()`)
}

const ticket = (subject: string) => insert('Ticket', `TKT-${randomUUID()}`, { subject })

describe.each([
  ['always collides', '23P01'],
  ['meets a fault of the server', 'XX000'],
])('a change that %s', (subject, sqlState) => {
  it('is told to come again, and the others are settled', async () => {
    const device = await rawDevice(api.address, ADMIN)
    const name = `TKT-${randomUUID()}`
    const first = insert('Ticket', name, { subject: 'before' })
    const batch = [
      first,
      ticket(subject),
      update('Ticket', name, 1, { priority: 'High' }),
      { mutation_id: 'not an id' },
      first,
      ticket('after'),
    ]
    const heal = await refuseTickets(subject, sqlState)
    const answers = await device.results(batch)
    const words = answers.map(({ status, replayed }) => (replayed ? `${status}, replayed` : status))
    expect(words).toEqual(['success', 'retry', 'success', 'rejected', 'success, replayed', 'success'])
    expect(answers[1]?.error?.code).toBe('busy')
    expect((await device.results([batch[1]])).map(({ status }) => status)).toEqual(['retry'])
    await heal()
    const again = await device.results(batch)
    expect(again.map(({ status, replayed }) => `${status} ${replayed}`)).toEqual([
      'success true',
      'success false',
      'success true',
      'rejected false',
      'success true',
      'success true',
    ])
    const synced = await api.sql.query(
      'SELECT items::int, rejected::int FROM sync WHERE device_id = $1 ORDER BY started_at',
      [device.device_id],
    )
    expect(synced.rows[0]).toEqual({ items: 3, rejected: 0 })
  })

  it('stays on the device that made it, which sends and reads everything else', async () => {
    const [one, other] = [await api.device(ADMIN), await api.device(ADMIN)]
    const heal = await refuseTickets(subject, sqlState)
    const stuck = await one.queueChange('Ticket', null, { subject })
    const sent = await one.queueChange('Ticket', null, { subject: 'sent all the same' })
    const news = await other.queueChange('Ticket', null, { subject: 'news' })
    await other.sync()
    await one.sync()
    await other.sync()
    expect(await other.get('Ticket', sent.name)).toMatchObject({ data: { subject: 'sent all the same' } })
    expect(await other.get('Ticket', stuck.name)).toBeNull()
    expect(await one.get('Ticket', news.name)).toMatchObject({ data: { subject: 'news' } })
    expect((await one.pending()).map(({ name }) => name)).toEqual([stuck.name])
    await heal()
    await one.sync()
    await other.sync()
    expect(await one.pending()).toEqual([])
    expect(await other.get('Ticket', stuck.name)).toMatchObject({ data: { subject } })
    const reports = await checkInvariants(api.databaseUrl)
    expect(isClean(reports), toTable(reports)).toBe(true)
  })
})
