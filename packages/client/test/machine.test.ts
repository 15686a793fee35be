import { expect, it } from 'vitest'
import {
  MACHINE_EVENTS,
  type MachineEvent,
  nextState,
  STATES,
  type State,
} from '../src/machine/transitions.ts'

/** Every move there is; whatever is not listed changes nothing. */
const MOVES: [State, MachineEvent, State][] = [
  ['offline', 'start', 'pushing'],
  ['live', 'start', 'pushing'],
  ['blocked', 'start', 'pushing'],
  ['reauth', 'start', 'pushing'],
  ['pushing', 'pushed', 'pulling'],
  ['pushing', 'refused', 'pulling'],
  ['pulling', 'again', 'pushing'],
  ['pulling', 'complete', 'live'],
  ['pulling', 'refused', 'blocked'],
  ['pushing', 'unreachable', 'offline'],
  ['pulling', 'unreachable', 'offline'],
  ['live', 'unreachable', 'offline'],
  ['live', 'lost', 'offline'],
  ['offline', 'unauthenticated', 'reauth'],
  ['pushing', 'unauthenticated', 'reauth'],
  ['pulling', 'unauthenticated', 'reauth'],
  ['live', 'unauthenticated', 'reauth'],
  ['blocked', 'unauthenticated', 'reauth'],
  ['offline', 'signed_out', 'reauth'],
  ['live', 'signed_out', 'reauth'],
  ['blocked', 'signed_out', 'reauth'],
  ['live', 'signed_in', 'offline'],
  ['blocked', 'signed_in', 'offline'],
  ['reauth', 'signed_in', 'offline'],
]

const CELLS = STATES.flatMap((state) => MACHINE_EVENTS.map((event): [State, MachineEvent] => [state, event]))

it.each(CELLS)('%s, told %s', (state, event) => {
  const move = MOVES.find(([from, by]) => from === state && by === event)
  expect(nextState(state, event)).toBe(move ? move[2] : state)
})
