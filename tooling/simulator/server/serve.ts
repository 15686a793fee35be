import type { Violation } from '../checks/violation.ts'
import type { Options } from '../run/options.ts'
import type { Stage } from '../run/stage.ts'
import type { Chaos } from '../world/chaos.ts'
import type { Random } from '../world/random.ts'
import type { Scheduler } from '../world/scheduler.ts'
import type { Answer, Replica, Request } from './server.ts'
import { STATEMENT_FAULTS, withStatementFault } from './statement-faults.ts'

/** Hands requests to the servers, one after the other, some of them with trouble between server and database. */
export function createServe(world: {
  readonly stage: Stage
  readonly options: Options
  readonly scheduler: Scheduler
  readonly chaos: Chaos
  readonly random: Random
  readonly violations: Violation[]
}): { serve(request: Request, from: string): Promise<Answer>; anyReplica(): Replica } {
  const { stage, options, scheduler, chaos, random, violations } = world
  const anyReplica = () => random.pick(stage.replicas.slice(0, options.replicas))
  const handle = async (replica: Replica, request: Request): Promise<{ answer: Answer; trouble: string }> => {
    const fault = chaos.isOver ? undefined : STATEMENT_FAULTS.find((one) => random.chance(options.rates[one]))
    if (fault === undefined) return { answer: await replica.handle(request), trouble: '' }
    const { result, struck } = await withStatementFault(fault, random.int(0, 9), () =>
      replica.handle(request),
    )
    if (struck) chaos.count(fault)
    return { answer: result, trouble: struck ? ` with ${fault}` : '' }
  }
  // Two requests that are due at once still come one after the other.
  let last: Promise<unknown> = Promise.resolve()
  return {
    anyReplica,
    serve: (request, from) => {
      const mine = last.then(async () => {
        await stage.owner.setClock(scheduler.now())
        const { answer, trouble } = await handle(anyReplica(), request)
        const path = request.url.split('?')[0] ?? ''
        scheduler.note(`${from} -> ${request.method} ${path} ${answer.status}${trouble}`)
        if (answer.status >= 500 && answer.status !== 503 && trouble === '') {
          violations.push({ check: 'the server bears everything', detail: `${from} ${path}: ${answer.body}` })
        }
        return answer
      })
      last = mine.catch(() => undefined)
      return mine
    },
  }
}
