import type { ConflictEvent } from '@dartwing/protocol'
import { z } from 'zod'
import type { Statements } from '../../platform/prisma/database.ts'
import { insertJob } from '../../platform/queue/enqueue.sql.ts'

/** The job that follows conflicts that were opened: it tells those who may decide. */
export const TELL_DECIDERS = {
  name: 'conflicts.tell_deciders',
  payload: z.object({ conflict_ids: z.array(z.uuid()) }),
}

interface Changed {
  readonly record: { readonly conflict_id: string }
  readonly change: ConflictEvent['change']
}

export async function enqueueTelling(tx: Statements, changed: readonly Changed[]): Promise<void> {
  const conflict_ids = changed
    .filter(({ change }) => change === 'opened')
    .map(({ record }) => record.conflict_id)
  if (conflict_ids.length === 0) return
  await insertJob(tx, { task: TELL_DECIDERS.name, payload: { conflict_ids }, jobKey: null, runAt: null })
}
