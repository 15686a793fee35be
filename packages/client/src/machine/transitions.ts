/**
 * Where a device stands with its server, and what may happen to it. The loop does what the state says, and
 * `status().state` is the same word.
 *
 *              start             pushed              complete
 *   offline ──────────► pushing ───────► pulling ───────────────► live
 *      ▲                  ▲ │   ◄───────    │ refused             │ lost
 *      │                  │ │     again     ├─────────► blocked   │
 *      └──────────────────┼─┴─ unreachable ─┤                     │
 *      ◄──────────────────┼─────────────────┼─────────────────────┘
 *                         └── start         └─ unauthenticated ─► reauth
 */
export const STATES = ['offline', 'pushing', 'pulling', 'live', 'blocked', 'reauth'] as const
/**
 * `offline`: no contact, or none yet. `pushing`: the queue is being sent. `pulling`: the feed is being read.
 * `live`: in step with the server, nothing to do. `blocked`: the server does not let this organisation or
 * account sync now. `reauth`: the person has to sign in.
 */
export type State = (typeof STATES)[number]

export const MACHINE_EVENTS = [
  /** A sync begins. */
  'start',
  /** The queue is sent as far as it can be. */
  'pushed',
  /** The feed is read, and there is something to send again. */
  'again',
  /** The feed is read to its end, and nothing was refused. */
  'complete',
  'unreachable',
  /** An answer that asking again would not change; a refused push is still followed by a read. */
  'refused',
  'unauthenticated',
  /** The socket is gone: what happens on the server is no longer heard here. */
  'lost',
  'signed_in',
  'signed_out',
] as const
export type MachineEvent = (typeof MACHINE_EVENTS)[number]

export type Stay = 'stay'

/** Every state answers every event: a missing cell does not compile. */
export const TRANSITIONS: Record<State, Record<MachineEvent, State | Stay>> = {
  offline: {
    start: 'pushing',
    pushed: 'stay',
    again: 'stay',
    complete: 'stay',
    unreachable: 'stay',
    refused: 'stay',
    unauthenticated: 'reauth',
    lost: 'stay',
    signed_in: 'stay',
    signed_out: 'reauth',
  },
  // A sign-in or a sign-out beside a running sync is met by that sync's own end.
  pushing: {
    start: 'stay',
    pushed: 'pulling',
    again: 'stay',
    complete: 'stay',
    unreachable: 'offline',
    refused: 'pulling',
    unauthenticated: 'reauth',
    lost: 'stay',
    signed_in: 'stay',
    signed_out: 'stay',
  },
  pulling: {
    start: 'stay',
    pushed: 'stay',
    again: 'pushing',
    complete: 'live',
    unreachable: 'offline',
    refused: 'blocked',
    unauthenticated: 'reauth',
    lost: 'stay',
    signed_in: 'stay',
    signed_out: 'stay',
  },
  live: {
    start: 'pushing',
    pushed: 'stay',
    again: 'stay',
    complete: 'stay',
    unreachable: 'offline',
    refused: 'stay',
    unauthenticated: 'reauth',
    lost: 'offline',
    signed_in: 'offline',
    signed_out: 'reauth',
  },
  blocked: {
    start: 'pushing',
    pushed: 'stay',
    again: 'stay',
    complete: 'stay',
    unreachable: 'stay',
    refused: 'stay',
    unauthenticated: 'reauth',
    lost: 'stay',
    signed_in: 'offline',
    signed_out: 'reauth',
  },
  // Asked by hand, the server is asked all the same: it alone knows whether the sign-in still holds.
  reauth: {
    start: 'pushing',
    pushed: 'stay',
    again: 'stay',
    complete: 'stay',
    unreachable: 'stay',
    refused: 'stay',
    unauthenticated: 'stay',
    lost: 'stay',
    signed_in: 'offline',
    signed_out: 'stay',
  },
}

export function nextState(state: State, event: MachineEvent): State {
  const target = TRANSITIONS[state][event]
  return target === 'stay' ? state : target
}
