import { Client } from 'pg'

export interface Rotated {
  readonly org: string
  readonly before: string
  readonly after: string
}

/**
 * Gives the organisations a new epoch, so that every cursor and every batch of the old one is answered with
 * `409 epoch_changed`. All of them, or none when a name is not known.
 */
export async function rotateEpochs(databaseUrl: string, asked: readonly string[]): Promise<Rotated[]> {
  const client = new Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('BEGIN')
    const { rows } = await client.query<Rotated>(
      `WITH before AS (
         SELECT org_id, epoch FROM organisation WHERE $2 OR org_id = ANY($1) ORDER BY org_id FOR UPDATE
       )
       UPDATE organisation o SET epoch = gen_random_uuid() FROM before b WHERE o.org_id = b.org_id
       RETURNING o.org_id AS org, b.epoch AS before, o.epoch AS after`,
      [asked, asked.includes('all')],
    )
    const known = new Set(rows.map(({ org }) => org))
    const unknown = asked.filter((org) => org !== 'all' && !known.has(org))
    if (unknown.length > 0)
      throw new Error(`There is no organisation ${unknown.join(', ')}; nothing was changed.`)
    await client.query('COMMIT')
    return rows.toSorted((a, b) => (a.org < b.org ? -1 : 1))
  } finally {
    // Ends the transaction too, when it was not committed.
    await client.end()
  }
}
