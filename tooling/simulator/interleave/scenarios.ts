import { addressOf, ENDPOINTS, resolveResponse } from '@dartwing/protocol'
import { ORG } from '../devices/slots.ts'
import type { Answer } from '../server/server.ts'
import { atHalfPastNine, cancelThis, collision, part, sweep, sweptAgain } from './deeds.ts'
import { counted, decidedAsSeen, decidedOnce, holds, mustAllBe, mustBeTaken, versionIs } from './findings.ts'
import type { Part } from './gate.ts'
import { logIn, resultsOf, type Town } from './town.ts'

/** What happens at once, and what must be true afterwards, whatever the order. */
export interface Scenario {
  readonly id: string
  readonly says: string
  /** Prepares, in peace, and says who does what at once, and what is wrong afterwards. */
  set(town: Town): Promise<Scene>
}

export interface Scene {
  readonly parts: readonly Part<Answer>[]
  wrong(answers: readonly Answer[]): Promise<readonly string[]>
}

const DANA = 'reception@demo.test'
const MAJA = 'admin@demo.test'
const ANA = 'tech.a@demo.test'

export const SCENARIOS: readonly Scenario[] = [
  {
    id: 'one-batch-twice',
    says: 'one batch reaches two replicas at once',
    set: async (town) => {
      const said = [
        town.update('Ticket', 'TKT-1', { description: 'once' }),
        part(town, 'JOB-1', 4),
        town.update('Ticket', 'TKT-2', { subject: 'once' }),
      ]
      return {
        parts: [0, 1].map((place) => ({
          name: `copy ${place}`,
          act: () => town.push(place, DANA, said),
        })),
        wrong: async (answers) => [
          ...mustAllBe(answers, 'success'),
          ...(await counted(town, 'JOB-1', 4)),
          ...(await versionIs(town, 'Ticket', 'TKT-1', 2)),
          ...(await versionIs(town, 'Ticket', 'TKT-2', 2)),
        ],
      }
    },
  },
  {
    id: 'crossing-batches',
    says: 'two batches write the same two records in opposite order',
    set: async (town) => {
      const one = [
        town.update('Ticket', 'TKT-1', { subject: 'Dana' }),
        town.update('Ticket', 'TKT-2', { subject: 'Dana' }),
      ]
      const other = [
        town.update('Ticket', 'TKT-2', { description: 'Maja' }),
        town.update('Ticket', 'TKT-1', { description: 'Maja' }),
      ]
      return {
        parts: [
          { name: 'Dana', act: () => town.push(0, DANA, one) },
          { name: 'Maja', act: () => town.push(1, MAJA, other) },
        ],
        wrong: async (answers) => [
          ...mustBeTaken(answers),
          ...(await holds(town, 'Ticket', 'TKT-1', { subject: 'Dana', description: 'Maja' })),
          ...(await holds(town, 'Ticket', 'TKT-2', { subject: 'Dana', description: 'Maja' })),
        ],
      }
    },
  },
  {
    id: 'sums-at-once',
    says: 'two people use the same part at once',
    set: async (town) => ({
      parts: [
        { name: 'Dana', act: () => town.push(0, DANA, [part(town, 'JOB-1', 3)]) },
        { name: 'Maja', act: () => town.push(1, MAJA, [part(town, 'JOB-1', 5)]) },
        { name: 'Ana', act: () => town.push(0, ANA, [part(town, 'JOB-1', 2)]) },
      ],
      wrong: async (answers) => [...mustBeTaken(answers), ...(await counted(town, 'JOB-1', 10))],
    }),
  },
  {
    id: 'decision-deadline-change',
    says: 'a person decides while the deadline strikes and a late change arrives',
    set: async (town) => {
      const { id, revision } = await collision(town)
      await town.rows(
        `UPDATE conflict SET due_at = due_at - interval '25 hours', opened_at = opened_at - interval '25 hours'`,
      )
      const late = town.update('Appointment', 'APT-2', { notes: 'late' })
      return {
        parts: [
          { name: 'Ravi', act: () => cancelThis(town, id, revision, town.random.uuid()) },
          { name: 'timer', act: () => sweep(town) },
          { name: 'Dana', act: () => town.push(0, DANA, [late]) },
        ],
        wrong: async (answers) => [
          ...mustBeTaken(answers.slice(2)),
          ...(await sweptAgain(town)),
          ...(await decidedOnce(town, id)),
          ...(await holds(town, 'Appointment', 'APT-2', { notes: 'late' })),
        ],
      }
    },
  },
  {
    id: 'decision-twice',
    says: 'two people decide about one conflict, and one of them twice',
    set: async (town) => {
      const { id, revision } = await collision(town)
      const key = town.random.uuid()
      return {
        parts: [
          { name: 'Ravi', act: () => cancelThis(town, id, revision, key) },
          { name: 'Ravi again', act: () => cancelThis(town, id, revision, key) },
          { name: 'Maja', act: () => cancelThis(town, id, revision, town.random.uuid(), MAJA) },
        ],
        wrong: async (answers) => {
          const [first, again, other] = answers.map(({ status }) => status)
          const isOne = first === again && (first === 200) !== (other === 200)
          return [
            ...(isOne ? [] : [`Ravi was answered ${first} and ${again}, Maja ${other}`]),
            ...(await decidedOnce(town, id)),
          ]
        },
      }
    },
  },
  {
    id: 'decision-and-joining',
    says: 'a person decides while a second change joins what waits for them',
    set: async (town) => {
      const { id, revision } = await collision(town)
      const joining = town.update('Appointment', 'APT-2', atHalfPastNine())
      return {
        parts: [
          { name: 'Ravi', act: () => cancelThis(town, id, revision, town.random.uuid()) },
          { name: 'Maja', act: () => town.push(1, MAJA, [joining]) },
        ],
        wrong: async ([decided = NONE, joined = NONE]) => [
          ...mustAllBe([joined], 'conflict_manual'),
          ...decidedAsSeen(decided, revision),
        ],
      }
    },
  },
  {
    id: 'delete-and-change',
    says: 'one person deletes what another one changes',
    set: async (town) => ({
      parts: [
        { name: 'Maja', act: () => town.push(0, MAJA, [town.delete('Ticket', 'TKT-3')]) },
        {
          name: 'Dana',
          act: () => town.push(1, DANA, [town.update('Ticket', 'TKT-3', { subject: 'still here' })]),
        },
      ],
      wrong: async (answers) => {
        const [deleted] = resultsOf(answers[0] ?? NONE)
        const { deleted: isGone } = await town.document('Ticket', 'TKT-3')
        const isRight = deleted?.status !== 'success' || isGone
        return isRight ? [] : ['a delete was confirmed and the record is there']
      },
    }),
  },
  {
    id: 'one-time-for-two',
    says: 'two people book overlapping times at once',
    set: async (town) => {
      const book = (name: string) => ({
        ...town.update('Appointment', name, {
          attendee_name: name,
          provider: 'EMP-1',
          status: 'Scheduled',
          appointment_datetime: '2030-03-01T14:00:00.000Z',
          appointment_end_datetime: '2030-03-01T15:00:00.000Z',
        }),
        op: 'insert' as const,
        base_version: 0,
      })
      return {
        parts: [
          { name: 'Dana', act: () => town.push(0, DANA, [book('APT-X')]) },
          { name: 'Maja', act: () => town.push(1, MAJA, [book('APT-Y')]) },
        ],
        wrong: async (answers) => {
          const words = answers.flatMap(resultsOf).map(({ status }) => status)
          const isOne = words.toSorted().join() === 'conflict_manual,success'
          return isOne ? [] : [`the two were answered ${words.join(' and ')}`]
        },
      }
    },
  },
  {
    id: 'shut-out-while-writing',
    says: 'somebody is shut out between the check of their rights and their write',
    set: async (town) => {
      const [ana] = await town.rows<{ id: string }>(
        'SELECT account_id::text AS id FROM account WHERE email = $1',
        [ANA],
      )
      const path = `${addressOf(ENDPOINTS.member, { account_id: ana?.id ?? '' })}?org=${ORG}`
      const said = town.update('Dispatch Job', 'JOB-1', { completion_notes: 'just in time' })
      return {
        parts: [
          { name: 'Ana', act: () => town.push(0, ANA, [said]) },
          { name: 'Maja', act: () => town.ask(1, MAJA, 'PATCH', path, { body: { disabled: true } }) },
        ],
        wrong: async ([pushed = NONE, changed = NONE]) => {
          const [result] = resultsOf(pushed)
          const { data } = await town.document('Dispatch Job', 'JOB-1')
          const later = await town.push(0, ANA, [
            town.update('Dispatch Job', 'JOB-3', { completion_notes: 'too late' }),
          ])
          return [
            ...(changed.status === 200 ? [] : [`shutting out was answered ${changed.status}`]),
            ...(later.status === 200 ? ['who is shut out writes on'] : []),
            ...((result?.status === 'success') === (data.completion_notes === 'just in time')
              ? []
              : [`Ana was answered ${result?.status ?? pushed.status} and the job says otherwise`]),
          ]
        },
      }
    },
  },
  {
    id: 'undo-and-change',
    says: 'a decision is taken back while its record is changed',
    set: async (town) => {
      const { id, revision } = await collision(town)
      const decided = resolveResponse.parse(
        JSON.parse((await cancelThis(town, id, revision, town.random.uuid())).body),
      )
      const now = decided.conflict.revision
      const said = town.update('Appointment', 'APT-2', { notes: 'meanwhile' })
      return {
        parts: [
          {
            name: 'Maja',
            act: () =>
              town.ask(0, MAJA, 'POST', town.conflict('conflictUndo', id), {
                body: { comment: null },
                revision: now,
                key: town.random.uuid(),
              }),
          },
          { name: 'Dana', act: () => town.push(1, DANA, [said]) },
        ],
        wrong: async (answers) => [
          ...mustBeTaken(answers.slice(1)),
          ...(await holds(town, 'Appointment', 'APT-2', { notes: 'meanwhile' })),
        ],
      }
    },
  },
  {
    id: 'one-token-twice',
    says: 'one refresh token is used twice at once',
    set: async (town) => {
      const { refresh_token } = await logIn(town.replica(0), DANA)
      const refresh = (place: number, token: string) =>
        town.ask(place, DANA, 'POST', ENDPOINTS.refresh, { body: { refresh_token: token } })
      const next = ({ body }: Answer) => String(JSON.parse(body).refresh_token)
      return {
        parts: [0, 1].map((place) => ({ name: `tab ${place}`, act: () => refresh(place, refresh_token) })),
        wrong: async ([one = NONE, other = NONE]) => {
          if (one.status !== 200 || other.status !== 200)
            return [`answered ${one.status} and ${other.status}`]
          if (next(one) !== next(other)) return ['two tabs have two tokens']
          const { status } = await refresh(0, next(one))
          return status === 200 ? [] : [`the next one was answered ${status}`]
        },
      }
    },
  },
]

const NONE: Answer = { status: 0, headers: {}, body: '' }
