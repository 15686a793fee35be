import { Inject, Injectable, Logger, type OnModuleInit } from '@nestjs/common'
import { z } from 'zod'
import { Database } from '../../platform/prisma/database.ts'
import { Jobs, type Task } from '../../platform/queue/jobs.ts'
import { SETTINGS, type Settings } from '../../platform/settings.ts'
import { PUSH_TASK } from '../../store/notifications.sql.ts'
import { toMessage } from '../texts/to-message.ts'
import { send } from './send.ts'
import { deleteSubscription, forgetPending, type Pending, readPending } from './subscriptions.repository.ts'
import { Vapid } from './vapid.ts'

const PUSH: Task<{ subscription_id: string }> = {
  name: PUSH_TASK,
  payload: z.object({ subscription_id: z.uuid() }),
}

/**
 * Tells one browser what waits for it, in one message. What its push service has taken is forgotten afterwards, so a
 * message may be sent twice and is never left out; the second takes the place of the first on the screen.
 */
@Injectable()
export class PushJob implements OnModuleInit {
  readonly #log = new Logger('Push')

  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
    private readonly vapid: Vapid,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    this.jobs.register(PUSH, (org, { subscription_id }) => this.#deliver(org, subscription_id))
  }

  async #deliver(org: string, id: string): Promise<void> {
    const pending = await this.database.inOrganisation(org, (tx) => readPending(tx, org, id))
    if (pending === null) return
    const isAlive = await this.#send(pending)
    await this.database.inOrganisation(org, (tx) =>
      isAlive
        ? forgetPending(tx, org, id, pending.ids)
        : deleteSubscription(tx, org, { subscription_id: id }),
    )
  }

  /** False: the browser has ended its subscription. */
  async #send({ news, ...target }: Pending): Promise<boolean> {
    const { details } = this.vapid
    const message = toMessage(news, target)
    if (details === null || message === null) return true
    const services = this.settings.PUSH_SERVICES
    const sent = await send({ target, message, vapid: details, services })
    const host = URL.parse(target.endpoint)?.host
    if (sent === 'later') throw new Error(`${host} takes no push message just now`)
    if (sent === 'refused') this.#log.warn(`${host} refuses a push message`)
    return sent !== 'gone'
  }
}
