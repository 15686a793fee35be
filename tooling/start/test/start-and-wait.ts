/** Starts the embedded PostgreSQL in the folder it is told, says where it is, and waits to be killed. */
import { startEmbeddedPostgres } from '../embedded-postgres.ts'

const server = await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '' })
console.log(JSON.stringify({ pid: server.pid, url: server.url }))
process.stdin.resume()
