/** Starts a throw-away server, says where it is, and waits to be killed. */
import { Client } from 'pg'
import { startThrowAwayPostgres } from '../src/index.ts'

const server = await startThrowAwayPostgres()
const client = new Client({ connectionString: server.url })
await client.connect()
const { rows } = await client.query("SELECT current_setting('data_directory') AS folder")
console.log(JSON.stringify({ port: Number(new URL(server.url).port), folder: rows[0].folder }))
