import { Client } from 'pg'
import { acknowledged } from './acknowledged.ts'
import { bookings } from './bookings.ts'
import { decisions } from './decisions.ts'
import { files } from './files.ts'
import type { Finding, Invariant } from './invariant.ts'
import { replay } from './replay.ts'
import { sums } from './sums.ts'
import { tombstones } from './tombstones.ts'

const INVARIANTS: readonly Invariant[] = [acknowledged, replay, tombstones, decisions, bookings, sums, files]

export interface OrganisationReport {
  readonly org: string
  readonly findings: readonly (Finding & Pick<Invariant, 'number' | 'title'>)[]
}

/** Looks at every organisation in one read-only snapshot, so that writers neither wait nor disturb. */
export async function checkInvariants(
  databaseUrl: string,
  filesDir: string | null = null,
): Promise<OrganisationReport[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const { rows } = await client.query<{ org: string; time_zone: string }>(
      'SELECT org_id AS org, time_zone FROM organisation ORDER BY org_id',
    )
    const reports: OrganisationReport[] = []
    for (const { org, time_zone } of rows) {
      // An owner that is no superuser sees, like everybody, only the organisation it names.
      await client.query("SELECT set_config('app.org_id', $1, true)", [org])
      const findings = []
      for (const { number, title, check } of INVARIANTS) {
        findings.push({ number, title, ...(await check({ org, timeZone: time_zone, client, filesDir })) })
      }
      reports.push({ org, findings })
    }
    return reports
  } finally {
    await client.end()
  }
}
