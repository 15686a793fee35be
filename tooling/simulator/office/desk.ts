import {
  addressOf,
  type ConflictDetail,
  conflictDetail,
  conflictList,
  ENDPOINTS,
  resolveResponse,
  UNDO_OWN_MINUTES,
} from '@dartwing/protocol'
import type { Violation } from '../checks/violation.ts'
import type { Answer } from '../server/server.ts'
import type { Random } from '../world/random.ts'
import type { Scheduler } from '../world/scheduler.ts'
import type { Person } from './person.ts'

export interface DeskWorld {
  readonly scheduler: Scheduler
  readonly random: Random
  readonly personOf: (email: string) => Person
  readonly violations: Violation[]
}

/** A resolver: an admin may undo what others decided. */
export const DESK = 'resolver@demo.test'
export const ADMIN = 'admin@demo.test'

/** A person at a desk: opens what waits, decides, and sometimes takes it back. */
export class Desk {
  decided = 0
  readonly #resolver: Person
  readonly #admin: Person
  readonly #world: DeskWorld

  constructor(world: DeskWorld) {
    this.#world = world
    this.#resolver = world.personOf(DESK)
    this.#admin = world.personOf(ADMIN)
  }

  async act(): Promise<void> {
    if (this.#world.random.chance(0.2)) return this.#undo()
    const open = await this.#list('team')
    if (open.length === 0) return
    const { id, revision } = this.#world.random.pick(open)
    if (this.#world.random.chance(0.15)) return this.#extend(id, revision)
    const answer = await this.#resolver.ask('GET', addressOf(ENDPOINTS.conflict, { id }))
    const detail = conflictDetail.safeParse(JSON.parse(answer.body))
    if (!detail.success) return
    if (this.#world.random.chance(0.5)) {
      // Thought about for a while, in which others may have gone on.
      this.#world.scheduler.after(this.#world.random.pick([2, 30, 240]) * 60_000, () =>
        this.#decide(detail.data),
      )
    } else await this.#decide(detail.data)
  }

  async #decide(detail: ConflictDetail): Promise<void> {
    const path = addressOf(ENDPOINTS.conflictResolve, { id: detail.id })
    const body = decisionOn(detail, this.#world.random)
    const key = this.#world.random.uuid()
    const asked = { body, revision: detail.revision, key }
    const answer = await this.#resolver.ask('POST', path, asked)
    this.#world.scheduler.note(`desk: ${detail.kind} ${detail.id} ${JSON.stringify(body)} ${answer.status}`)
    if (answer.status === 200) {
      this.decided += 1
      this.#assertSeen(detail, answer)
    }
    // The answer was lost on the way: the same is asked again.
    if (!this.#world.random.chance(0.5)) return
    const again = await this.#resolver.ask('POST', path, asked)
    if (answer.status === 200 && again.body.includes('"already_resolved"')) {
      this.#report(
        'a decision asked for twice is one',
        `${detail.id}: the second time it was somebody else's`,
      )
    }
  }

  /** What is decided is what was looked at. */
  #assertSeen({ id, revision }: ConflictDetail, answer: Answer): void {
    const decided = resolveResponse.safeParse(JSON.parse(answer.body))
    if (!decided.success || decided.data.replayed) return
    const now = decided.data.conflict.revision
    if (now === revision + 1) return
    this.#report('what is decided was looked at', `${id}: seen at ${revision}, decided as ${now}`)
  }

  /** An admin gives hours; whoever decides takes a few minutes. */
  async #extend(id: string, revision: number): Promise<void> {
    const { random, scheduler } = this.#world
    const isHold = random.chance(0.5)
    const body = isHold ? { minutes: random.int(1, 15) } : { hours: random.int(1, 48) }
    const path = addressOf(ENDPOINTS.conflictExtend, { id })
    const person = isHold ? this.#resolver : this.#admin
    const asked = { body, revision, key: random.uuid() }
    const { status } = await person.ask('POST', path, asked)
    scheduler.note(`desk: extend ${id} ${JSON.stringify(body)} ${status}`)
  }

  async #undo(): Promise<void> {
    const settled = [...(await this.#list('resolved')), ...(await this.#list('auto'))]
    if (settled.length === 0) return
    const { id, revision, resolved_by, resolved_at } = this.#world.random.pick(settled)
    const key = this.#world.random.uuid()
    const answer = await this.#resolver.ask('POST', addressOf(ENDPOINTS.conflictUndo, { id }), {
      body: { comment: null },
      revision,
      key,
    })
    this.#world.scheduler.note(`desk: undo ${id} ${answer.status}`)
    const ageMs = this.#world.scheduler.now() - Date.parse(resolved_at ?? '')
    if (answer.status !== 200 || (resolved_by === DESK && ageMs <= (UNDO_OWN_MINUTES + 1) * 60_000)) return
    this.#report('undone by those who may', `${id} of ${resolved_by}, decided at ${resolved_at}`)
  }

  #report(check: string, detail: string): void {
    this.#world.violations.push({ check, detail })
  }

  async #list(view: string) {
    const answer = await this.#resolver.ask('GET', `${ENDPOINTS.conflicts}?view=${view}&limit=50`)
    const list = conflictList.safeParse(JSON.parse(answer.body))
    return list.success ? list.data.items : []
  }
}

/** Something a person may decide; that it is refused is an answer too. */
function decisionOn({ kind, fields_view }: ConflictDetail, random: Random) {
  const asked = fields_view.filter(({ disposition }) => disposition === 'needs_choice')
  const choices = Object.fromEntries(
    asked.map(({ name }) => [name, { pick: random.pick(['server', 'client'] as const) }]),
  )
  const choose = { action: 'choose', choices, comment: null }
  if (kind === 'slot_collision') {
    return random.pick([
      { action: 'cancel', target: random.pick(['this', 'other']), choices: {}, comment: null },
      { action: 'book_anyway', choices: {}, comment: null },
      choose,
    ])
  }
  if (kind === 'signature_review') {
    return random.pick([
      { action: 'accept_signature', choices, comment: null },
      { action: 'request_signature', choices: {}, comment: null },
      { action: 'reject_both', choices: {}, comment: null },
      choose,
    ])
  }
  return random.pick([choose, choose, { action: 'restore', choices: {}, comment: null }])
}
