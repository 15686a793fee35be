import type { Transaction } from './database.ts'

/** What waits in all organisations together. */
export interface BacklogNumbers {
  readonly jobs_waiting: number
  readonly jobs_failed: number
  readonly oldest_job_seconds: number
  readonly conflicts_open: number
  readonly conflicts_overdue: number
  readonly oldest_overdue_seconds: number
}

export async function readBacklog(tx: Transaction): Promise<BacklogNumbers> {
  const [row] = await tx.$queryRaw<BacklogNumbers[]>`
    SELECT jobs_waiting::float8, jobs_failed::float8, oldest_job_seconds, conflicts_open::float8,
      conflicts_overdue::float8, oldest_overdue_seconds
    FROM backlog()`
  if (row === undefined) throw new Error('A function with OUT parameters has always a row')
  return row
}
