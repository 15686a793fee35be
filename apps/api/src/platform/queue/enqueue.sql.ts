import type { Statements } from '../prisma/statements.ts'

/** Adds a job for the organisation of this transaction; it exists only once the transaction commits. */
export async function insertJob(
  tx: Statements,
  job: { task: string; payload: unknown; jobKey: string | null; runAt: Date | null },
): Promise<void> {
  await tx.$executeRaw`
    SELECT enqueue_job(${job.task}, ${JSON.stringify(job.payload)}::jsonb, ${job.jobKey}, ${job.runAt}::timestamptz)`
}
