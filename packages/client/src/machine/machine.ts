import { type MachineEvent, nextState, type State } from './transitions.ts'

/** The one place that knows the device's state; everybody else tells it what happened, and asks. */
export interface Machine {
  readonly state: State
  tell(event: MachineEvent): State
}

export function createMachine(first: State, onState: (state: State) => void): Machine {
  let state = first
  return {
    get state() {
      return state
    },
    tell: (event) => {
      const next = nextState(state, event)
      if (next !== state) {
        state = next
        onState(state)
      }
      return state
    },
  }
}
