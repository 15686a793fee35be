import {
  type BulkResponse,
  type BulkResult,
  bulkItem,
  bulkRequest,
  conflictSummary,
  type Problem,
} from '@dartwing/protocol'
import { Injectable, Logger } from '@nestjs/common'
import { memberOf } from '../../access/membership.repository.ts'
import type { Account } from '../../access/tokens.ts'
import { Database } from '../../platform/prisma/database.ts'
import { isTransient, isUnavailable } from '../../platform/prisma/sql-state.ts'
import { ProblemException, parse } from '../../platform/problem/problem.ts'
import { conflictIdOf, guardOf } from '../guarded-changes.ts'
import { ResolutionsService } from '../resolutions.service.ts'

/** Many decisions in one call: each as if it had been sent by itself, one after the other. */
@Injectable()
export class BulkService {
  readonly #log = new Logger('Bulk')

  constructor(
    private readonly database: Database,
    private readonly resolutions: ResolutionsService,
  ) {}

  async apply(account: Account, org: string, body: unknown): Promise<BulkResponse> {
    const { mode, items } = parse(bulkRequest, body)
    const server_now = await this.database.inOrganisation(org, async (tx, now) => {
      await memberOf(tx, org, account)
      return now
    })
    const results: BulkResult[] = []
    for (const item of items) {
      const result = { ...NOTHING, id: idOf(item) }
      try {
        results.push({ ...result, ok: true, ...(await this.#one(account, org, mode, item)) })
      } catch (error) {
        results.push({ ...result, problem: this.#problemOf(error) })
      }
    }
    return { results, server_now }
  }

  async #one(account: Account, org: string, mode: 'preview' | 'resolve', item: unknown) {
    const { id, revision, idempotency_key, ...decision } = parse(bulkItem, item)
    const known = conflictIdOf(id)
    if (mode === 'preview') {
      return { preview: await this.resolutions.preview(account, org, known, decision) }
    }
    const guard = guardOf(revision == null ? undefined : String(revision), idempotency_key ?? undefined)
    const done = await this.resolutions.resolve(account, org, known, guard, decision)
    return { ...done, conflict: conflictSummary.parse(done.conflict) }
  }

  /** What this item met; where the database is away, all of them meet that. */
  #problemOf(error: unknown): Problem {
    if (error instanceof ProblemException) return error.problem
    if (isUnavailable(error)) throw error
    if (isTransient(error)) return new ProblemException('unavailable').problem
    this.#log.error(error instanceof Error ? (error.stack ?? error.message) : String(error))
    return new ProblemException('internal').problem
  }
}

const NOTHING = { ok: false, conflict: null, version: null, replayed: false, preview: null, problem: null }

function idOf(item: unknown): string | null {
  const isObject = typeof item === 'object' && item !== null && 'id' in item
  return isObject && typeof item.id === 'string' ? item.id : null
}
