import { ClientError } from '../client-error.ts'
import type { ClientEvent } from '../contract.ts'
import { type ChannelMessage, fromSent, type Method, type Methods, openChannel } from './messages.ts'

/** How long a call may wait to be begun. Who has begun it answers, or dies and is followed by another leader. */
const TAKE_LIMIT_MS = 30_000
/** A leader's "taken" may be on its way when the time is up. */
const GRACE_MS = 2_000

interface Waiting {
  readonly method: Method
  readonly args: readonly unknown[]
  timer: ReturnType<typeof setTimeout> | undefined
  settle(value: unknown): void
  fail(error: Error): void
}

/** A tab's line to whoever leads. */
export interface Asking {
  ask<M extends Method>(
    method: M,
    args: (id: string) => Parameters<Methods[M]>,
  ): Promise<Awaited<ReturnType<Methods[M]>>>
  /** Fails what waits and all that follows. */
  end(error: Error): void
}

export function openAsking(
  database: string,
  onEvent: (event: ClientEvent) => void,
  onLeader: () => void,
): Asking {
  const channel = openChannel(database)
  const waiting = new Map<string, Waiting>()
  let ended: Error | null = null

  const finish = (id: string, how: (call: Waiting) => void): void => {
    const call = waiting.get(id)
    waiting.delete(id)
    clearTimeout(call?.timer)
    if (call) how(call)
  }
  const send = (id: string, call: Waiting): void => {
    const { method, args } = call
    post({ kind: 'call', id, method, args, until: Date.now() + TAKE_LIMIT_MS })
    clearTimeout(call.timer)
    call.timer = setTimeout(() => finish(id, ({ fail }) => fail(notTaken())), TAKE_LIMIT_MS + GRACE_MS)
  }
  const post = (message: ChannelMessage): void => channel.postMessage(message)

  channel.addEventListener('message', ({ data }: MessageEvent<ChannelMessage>) => {
    if (data.kind === 'answer') finish(data.id, ({ settle }) => settle(data.value))
    else if (data.kind === 'failure') finish(data.id, ({ fail }) => fail(fromSent(data.error)))
    else if (data.kind === 'taken') clearTimeout(waiting.get(data.id)?.timer)
    else if (data.kind === 'event') onEvent(data.event)
    else if (data.kind === 'leading') {
      for (const [id, call] of waiting) send(id, call)
      onLeader()
    }
  })

  return {
    ask: (method, args) =>
      new Promise((settle, fail) => {
        if (ended) return fail(ended)
        const id = crypto.randomUUID()
        const call: Waiting = { method, args: args(id), timer: undefined, settle, fail }
        send(id, call)
        waiting.set(id, call)
      }),
    end: (error) => {
      ended = error
      for (const id of [...waiting.keys()]) finish(id, ({ fail }) => fail(error))
      channel.close()
    },
  }
}

function notTaken(): ClientError {
  return new ClientError('no_leader', 'No tab took the call; nothing was done')
}
