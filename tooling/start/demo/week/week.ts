import type { Client } from 'pg'
import { type Device, openDeviceRoom } from '../devices.ts'
import { seeded } from '../seeded.ts'
import { type Crew, enterRecords, leaveOpen, work } from './crew.ts'
import { movesOf } from './hours.ts'
import { moveTimes } from './move-times.sql.ts'
import { peopleAt } from './people.ts'

export interface WeekOptions {
  readonly address: string
  readonly dataDir: string
  /** A connection as the owner of the database. */
  readonly database: Client
  readonly syncs: number
  readonly progress: (line: string) => void
}

const ORG = 'ORG-DEMO'

/** Four crews that never meet, so that they can work at the same time. */
const CREWS = [
  ['admin@demo.test', 'tech.a@demo.test', 'reception@demo.test', 'tech.b@demo.test'],
  ['reception@demo.test', 'resolver@demo.test', 'tech.a@demo.test', 'admin@demo.test'],
  ['resolver@demo.test', 'tech.b@demo.test', 'admin@demo.test', 'tech.a@demo.test'],
  ['tech.b@demo.test', 'reception@demo.test', 'resolver@demo.test', 'admin@demo.test'],
] as const
const VERSIONS = ['1.3.2', '1.4.0', '1.4.0', '1.5.0'] as const

/** Real devices sync for a minute or two; then what they left behind is spread over the week that has passed. */
export async function fillWeek({ address, dataDir, database, syncs, progress }: WeekOptions): Promise<void> {
  const { rows } = await database.query(
    "SELECT 1 FROM document WHERE org_id = $1 AND name LIKE 'TKT-W%' LIMIT 1",
    [ORG],
  )
  if (rows.length > 0)
    throw new Error('This demo has a week already. For another one, stop it and delete its data.')
  const room = await openDeviceRoom(address, dataDir, 'demo-week')
  const from = Date.now()
  try {
    const people = peopleAt(address)
    const crews = await Promise.all(
      CREWS.map(async (accounts, number): Promise<Crew> => {
        const opened = accounts.map((account, place) =>
          room.device(`crew-${number}-${place}`, account, VERSIONS[place]),
        )
        return { number, devices: await Promise.all(opened), random: seeded(number + 1), people }
      }),
    )
    const made: number[] = []
    let told = 0
    const onSync = (count: number) => {
      for (let one = 0; one < count; one += 1) made.push(Date.now())
      if (made.length - told < syncs / 10) return
      told = made.length
      progress(`${told} of ${syncs} syncs`)
    }
    for (const crew of crews) onSync(await enterRecords(crew))
    const each = Math.ceil(syncs / crews.length)
    await Promise.all(crews.map((crew) => work(crew, each, onSync)))
    for (const crew of crews) onSync(await leaveOpen(crew))
    progress('moving their times back over the week')
    const devices = await Promise.all(crews.flatMap((crew) => crew.devices.map(idOf)))
    await moveTimes(database, { org: ORG, devices, moves: movesOf({ from, syncs: made, until: Date.now() }) })
  } finally {
    await room.close()
  }
}

const idOf = async ({ client }: Device): Promise<string> => (await client.status()).device_id
