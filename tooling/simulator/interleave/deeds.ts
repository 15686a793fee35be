import { addressOf, conflictDetail, ENDPOINTS } from '@dartwing/protocol'
import type { Doc } from '@dartwing/rules'
import { ORG } from '../devices/slots.ts'
import type { Answer } from '../server/server.ts'
import { resultsOf, type Said, type Town } from './town.ts'

export function part(town: Town, name: string, more: number): Said {
  return town.update('Dispatch Job', name, { parts_used: [{ item_code: 'FUSE', quantity: 1 + more }] })
}

/** A time that overlaps the same booking, for whoever moves the same appointment too. */
export function atHalfPastNine(): Doc {
  return {
    provider: 'EMP-1',
    appointment_datetime: '2030-03-01T09:30:00.000Z',
    appointment_end_datetime: '2030-03-01T10:30:00.000Z',
  }
}

/** A second appointment at a time that is taken waits for a person. */
export async function collision(town: Town): Promise<{ readonly id: string; readonly revision: number }> {
  const moved = town.update('Appointment', 'APT-2', {
    provider: 'EMP-1',
    appointment_datetime: '2030-03-01T09:00:00.000Z',
    appointment_end_datetime: '2030-03-01T10:00:00.000Z',
  })
  const answer = await town.push(0, 'reception@demo.test', [moved])
  const [result] = resultsOf(answer)
  if (result?.conflict_id == null) throw new Error(`Nothing waits for a person: ${answer.body}`)
  const path = `${addressOf(ENDPOINTS.conflict, { id: result.conflict_id })}?org=${ORG}`
  const detail = conflictDetail.parse(JSON.parse((await town.ask(0, 'resolver@demo.test', 'GET', path)).body))
  return { id: detail.id, revision: detail.revision }
}

export function cancelThis(
  town: Town,
  id: string,
  revision: number,
  key: string,
  email = 'resolver@demo.test',
): Promise<Answer> {
  const body = { action: 'choose', choices: serverTimes(), comment: null }
  return town.ask(0, email, 'POST', town.conflict('conflictResolve', id), { body, revision, key })
}

/** The appointment stays where it was. */
function serverTimes() {
  return Object.fromEntries(
    ['provider', 'appointment_datetime', 'appointment_end_datetime'].map((field) => [
      field,
      { pick: 'server' },
    ]),
  )
}

/** A deadline that found somebody busy strikes soon after. */
export async function sweptAgain(town: Town): Promise<string[]> {
  await town.replica(0).sweep()
  return []
}

export async function sweep(town: Town): Promise<Answer> {
  return { status: 200, headers: {}, body: String(await town.replica(1).sweep()) }
}
