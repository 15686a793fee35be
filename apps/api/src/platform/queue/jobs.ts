import { Injectable } from '@nestjs/common'
import { type CronItem, type ParsedCronItem, parseCronItem, type TaskList } from 'graphile-worker'
import { z } from 'zod'
import type { Transaction } from '../prisma/database.ts'
import { insertJob } from './enqueue.sql.ts'

/** A kind of job, and what it is told. The name is stored with the job: it never changes its meaning. */
export interface Task<Payload> {
  readonly name: string
  readonly payload: z.ZodType<Payload>
}

export interface JobOptions {
  /** Of waiting jobs with one key only the latest is kept. */
  readonly jobKey?: string
  readonly runAt?: Date
}

const envelope = z.object({ org: z.string().min(1), payload: z.unknown() })
/** Runs that were due while no process was up are made up for once, if they are not older than this. */
const BACKFILL_MS = 24 * 3_600_000

/**
 * Work that follows from a transaction and is done after it: stored with the transaction, done at least once,
 * by any process. A handler that fails is tried again later, so it must bear being run twice.
 */
@Injectable()
export class Jobs {
  readonly #tasks: TaskList = {}
  readonly #cron: ParsedCronItem[] = []

  /** The job exists if and only if `tx` commits. */
  async enqueue<Payload>(
    tx: Transaction,
    task: Task<Payload>,
    payload: Payload,
    { jobKey, runAt }: JobOptions = {},
  ): Promise<void> {
    await insertJob(tx, { task: task.name, payload, jobKey: jobKey ?? null, runAt: runAt ?? null })
  }

  /** To be called before the application has started; the handler is given what `task` says, parsed. */
  register<Payload>(task: Task<Payload>, handler: (org: string, payload: Payload) => Promise<void>): void {
    this.#add(task.name, async (raw) => {
      const { org, payload } = envelope.parse(raw)
      await handler(org, task.payload.parse(payload))
    })
  }

  /** A job of the whole server at certain times (UTC, five fields); once, however many processes there are. */
  schedule(name: string, match: CronItem['match'], handler: () => Promise<void>): void {
    this.#add(name, async () => handler())
    this.#cron.push(
      parseCronItem({ task: name, match, options: { backfillPeriod: BACKFILL_MS, jobKey: name } }),
    )
  }

  get taskList(): TaskList {
    return this.#tasks
  }

  get cronItems(): ParsedCronItem[] {
    return this.#cron
  }

  #add(name: string, run: (raw: unknown) => Promise<void>): void {
    if (Object.hasOwn(this.#tasks, name)) throw new Error(`There is a task ${name} already`)
    this.#tasks[name] = run
  }
}
