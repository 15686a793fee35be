/** A real issuer as a process of its own: prints its address, and ends with the process that has started it. */
import { startIssuer } from './issuer.ts'

const [, , ...people] = process.argv
const issuer = await startIssuer()
for (const email of people) issuer.people.set(email, { email, email_verified: true })
process.stdin.resume().once('end', () => process.exit(0))
console.log(`Issuer at ${issuer.address}`)
