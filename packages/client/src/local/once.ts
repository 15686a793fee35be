import { text } from './columns.ts'
import type { Driver } from './driver.ts'

/** The answers kept; a caller asks again within seconds. */
const KEPT = 1000

/**
 * A driver for a write that may be asked for twice under one id: what its one transaction came to is remembered
 * in that transaction, and the second asking is given it, whatever has happened between.
 */
export function once(driver: Driver, callId: string | undefined): Driver {
  if (callId === undefined) return driver
  return {
    exec: (sql) => driver.exec(sql),
    run: (sql, values) => driver.run(sql, values),
    all: (sql, values) => driver.all(sql, values),
    close: () => driver.close(),
    transaction: (work) =>
      driver.transaction(async (tx) => {
        const [known] = await tx.all('SELECT answer FROM call WHERE id = ?', [callId])
        if (known) return JSON.parse(text(known, 'answer'))
        const answer = await work(tx)
        await tx.run('INSERT INTO call (id, answer) VALUES (?, ?)', [callId, JSON.stringify(answer)])
        await tx.run('DELETE FROM call WHERE position <= (SELECT max(position) FROM call) - ?', [KEPT])
        return answer
      }),
  }
}
