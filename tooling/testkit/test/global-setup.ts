import { Client } from 'pg'
import { withPostgres } from '../src/index.ts'

export default withPostgres(async (url) => {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query("CREATE TABLE note (text text); INSERT INTO note VALUES ('from the template')")
  await client.end()
})
