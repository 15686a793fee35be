import { Injectable, type OnModuleInit } from '@nestjs/common'
import { z } from 'zod'
import { organisationIds } from '../access/membership.repository.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { Jobs, type Task } from '../platform/queue/jobs.ts'
import {
  archive,
  CHUNK,
  lockDeadTombstones,
  lockLongHistories,
  lockQuietDocuments,
  type Place,
  prune,
  purge,
} from './lifecycle.sql.ts'
import { lifetimes } from './lifetimes.ts'

/** At night, UTC. */
const DAILY = '17 3 * * *'
const ONE_ORGANISATION: Task<object> = { name: 'lifecycle.organisation', payload: z.object({}) }

/** What becomes of documents when nobody does anything: purged, archived, and their history pruned. */
@Injectable()
export class LifecycleJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.schedule('lifecycle', DAILY, () => this.ofServer())
    this.jobs.register(ONE_ORGANISATION, (org) => this.ofOrganisation(org))
  }

  /** One job per organisation, so that the trouble of one keeps no other waiting. */
  async ofServer(): Promise<void> {
    for (const org of await this.database.acrossOrganisations(null, organisationIds)) {
      await this.database.inOrganisation(org, (tx) =>
        this.jobs.enqueue(tx, ONE_ORGANISATION, {}, { jobKey: 'lifecycle' }),
      )
    }
  }

  async ofOrganisation(org: string): Promise<void> {
    for (const { doctype, tombstoneDays, historyDays, archive: archiving } of lifetimes()) {
      await this.#inChunks(
        { org, doctype },
        {
          lock: (tx, place) => lockDeadTombstones(tx, place, tombstoneDays),
          act: purge,
        },
      )
      await this.#inChunks(
        { org, doctype },
        {
          lock: (tx, place) => lockLongHistories(tx, place, historyDays),
          act: (tx, place, names) => prune(tx, place, names, historyDays),
        },
      )
      if (archiving === null) continue
      await this.#inChunks(
        { org, doctype },
        {
          lock: (tx, place) => lockQuietDocuments(tx, place, archiving),
          act: archive,
        },
      )
    }
  }

  /** Goes through the documents of a DocType by name; each chunk commits by itself. */
  async #inChunks(
    { org, doctype }: Omit<Place, 'after'>,
    step: {
      lock(tx: Transaction, place: Place): Promise<string[]>
      act(tx: Transaction, place: Place, names: string[]): Promise<void>
    },
  ): Promise<void> {
    for (let after: string | undefined = ''; after !== undefined; ) {
      const place: Place = { org, doctype, after }
      after = await this.database.inOrganisation(org, async (tx) => {
        const names = await step.lock(tx, place)
        if (names.length > 0) await step.act(tx, place, names)
        return names.length < CHUNK ? undefined : names.at(-1)
      })
    }
  }
}
