import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ADMIN, type Api, call, insert, rawDevice, startApi } from './api-kit.ts'

let api: Api
beforeAll(async () => {
  api = await startApi()
})
afterAll(() => api.close())

/** Ends every connection of the server's database, as a restart of PostgreSQL does. */
const cut = () =>
  api.sql.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )

describe('a database that goes away', () => {
  it('costs a retry, never a change, and the server comes back by itself', async () => {
    const device = await rawDevice(api.address, ADMIN)
    const operations = Array.from({ length: 30 }, () =>
      insert('Ticket', `TKT-${randomUUID()}`, { subject: 'x' }),
    )
    const statuses: number[] = []
    let acknowledged = 0
    for (const [index, operation] of operations.entries()) {
      if (index % 5 === 0) await cut()
      // A device sends the same mutation until it has an answer to it.
      for (let isAnswered = false; !isAnswered; ) {
        const answer = await device.push([operation])
        statuses.push(answer.status)
        isAnswered = answer.status === 200
        if (!isAnswered) expect(answer.body).toMatchObject({ code: 'unavailable', retryable: true })
      }
      acknowledged += 1
    }
    expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([])
    const { rows } = await api.sql.query('SELECT count(*)::int AS n FROM document WHERE name = ANY($1)', [
      operations.map((operation) => operation.name),
    ])
    expect(rows[0].n).toBe(acknowledged)
    expect((await call(api.address, null, '/health/ready')).status).toBe(200)
  })
})
