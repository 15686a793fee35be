import type { Client } from 'pg'
import { ORG } from '../devices/slots.ts'
import type { Site } from '../office/site.ts'
import type { Violation } from './violation.ts'

/** The last the site said is what is there; and what links to it has come after it in the feed. */
export async function checkSite(
  client: Client,
  { said }: Site,
  /** What a restored server forgot of it the site does not say again. */
  isRestored: boolean,
): Promise<Violation[]> {
  const { rows } = await client.query<{ record: string; data: Record<string, unknown> }>(
    `SELECT doctype || ' ' || name AS record, data FROM document WHERE org_id = $1 AND doctype IN ('Customer', 'Address')`,
    [ORG],
  )
  const stored = new Map(rows.map(({ record, data }) => [record, data]))
  const violations = [...(isRestored ? [] : said)].flatMap(([record, { field, value }]) => {
    const is = stored.get(record)?.[field]
    if (is === value) return []
    return [
      {
        check: 'what the site said last stands',
        detail: `${record}: ${value} was said, ${String(is)} is there`,
      },
    ]
  })
  const { rows: behind } = await client.query<{ link: string }>(
    `SELECT concat_ws(' ', d.doctype, d.name, '->', t.doctype, t.name) AS link
     FROM link l
     JOIN document t ON t.org_id = l.org_id AND t.doctype = l.target_doctype AND t.name = l.target_name
     JOIN document d ON d.org_id = l.org_id AND d.doctype = l.doctype AND d.name = l.name
     WHERE t.doctype IN ('Customer', 'Address') AND d.seq < t.seq
       AND d.deleted_at IS NULL AND d.archived_at IS NULL ORDER BY 1`,
  )
  const late = behind.map(({ link }) => ({
    check: 'what links to a changed record is told of it',
    detail: link,
  }))
  return [...violations, ...late]
}
