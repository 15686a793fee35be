import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import {
  type Breach,
  bySql,
  type Invariant,
  type Organisation,
  type Violation,
  violationOf,
} from './invariant.ts'

/** What a File says is here is here, as it was brought; and what is here, a File has. */
export const files: Invariant = {
  number: 11,
  title: 'stored files have their content',
  check: async (organisation) => {
    const { rows, violations } = await bySql(organisation, LOOKED_AT, BREACHES)
    return { rows, violations: [...violations, ...(await missingBytes(organisation))] }
  },
}

const LOOKED_AT = `SELECT FROM blob WHERE org_id = $1 UNION ALL SELECT FROM file_content WHERE org_id = $1`

const BREACHES: readonly Breach[] = [
  {
    reason: 'said to be here, and have no content',
    sql: `SELECT d.name AS place FROM document d
      WHERE d.org_id = $1 AND d.doctype = 'File' AND d.deleted_at IS NULL
        AND d.data ->> 'state' IN ('stored', 'quarantined')
        AND NOT EXISTS (SELECT FROM file_content c WHERE c.org_id = d.org_id AND c.file = d.name)`,
  },
  {
    reason: 'here, and their documents say otherwise',
    sql: `SELECT c.file AS place FROM file_content c
      JOIN blob b ON b.org_id = c.org_id AND b.sha256 = c.sha256
      JOIN document d ON d.org_id = c.org_id AND d.doctype = 'File' AND d.name = c.file AND d.deleted_at IS NULL
      WHERE c.org_id = $1 AND (d.data ->> 'sha256' IS DISTINCT FROM c.sha256
        OR d.data ->> 'size' IS DISTINCT FROM b.size::text
        OR coalesce(d.data ->> 'state', '') NOT IN ('stored', 'quarantined'))`,
  },
  {
    // What lost its last file today is thrown away tonight.
    reason: 'contents that no file has',
    sql: `SELECT b.sha256 AS place FROM blob b
      WHERE b.org_id = $1 AND b.created_at < now() - interval '2 days'
        AND NOT EXISTS (SELECT FROM file_content c WHERE c.org_id = b.org_id AND c.sha256 = b.sha256)
        AND NOT EXISTS (SELECT FROM document d WHERE d.org_id = b.org_id AND d.doctype = 'File'
          AND d.data ->> 'sha256' = b.sha256 AND d.modified > now() - interval '2 days')`,
  },
]

/** Of a folder that can be looked into. */
async function missingBytes({ client, org, filesDir }: Organisation): Promise<Violation[]> {
  if (filesDir === null) return []
  const { rows } = await client.query<{ key: string; size: string }>(
    'SELECT storage_key::text AS key, size::text AS size FROM blob WHERE org_id = $1 ORDER BY storage_key',
    [org],
  )
  const missing: string[] = []
  for (const { key, size } of rows) {
    const found = await stat(join(filesDir, key)).catch(() => null)
    if (String(found?.size) !== size) missing.push(key)
  }
  return violationOf('not in the folder, or of another size', missing)
}
