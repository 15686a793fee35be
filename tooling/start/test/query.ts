import { withClient } from '../serve/database.ts'

export function query(url: string, sql: string): Promise<unknown[]> {
  return withClient(url, async (client) => (await client.query(sql)).rows)
}
