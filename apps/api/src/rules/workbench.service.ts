import {
  type RecordedCase,
  type ReplayResponse,
  replayRequest,
  SITUATION_BYTES_MAX,
  type SimulateResponse,
} from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import pLimit, { type LimitFunction } from 'p-limit'
import { memberOf } from '../access/membership.repository.ts'
import { may, seesAllConflicts } from '../access/rights.ts'
import type { Account } from '../access/tokens.ts'
import { Database } from '../platform/prisma/database.ts'
import { ProblemException, parse } from '../platform/problem/problem.ts'
import { visibleConflicts } from '../store/conflicts/visible-conflicts.sql.ts'
import { whyUnstorable } from '../store/values/storable.ts'
import { ruleOf } from './checked-candidate.ts'
import { mayReadConflict, readRecorded } from './recorded.sql.ts'
import { contextOf, versionsOf } from './recorded.ts'
import { replay } from './replay/replay.ts'
import { simulate } from './simulate/simulate.ts'

/** Rules tried out on made-up and on recorded situations. It reads conflicts and changes nothing. */
@Injectable()
export class WorkbenchService {
  /** A replay works for seconds: one at a time leaves the server to those who sync. */
  readonly #turn: LimitFunction = pLimit(1)

  constructor(private readonly database: Database) {}

  simulate(body: unknown): SimulateResponse {
    const reason = whyUnstorable(body)
    if (reason !== null) {
      throw new ProblemException('malformed_request', { fields: [{ path: '', message: reason }] })
    }
    if (Buffer.byteLength(JSON.stringify(body) ?? '') > SITUATION_BYTES_MAX) {
      throw new ProblemException('body_too_large')
    }
    return simulate(body)
  }

  async recordedCase(account: Account, org: string, id: string): Promise<RecordedCase> {
    return this.database.inOrganisation(org, async (tx) => {
      const member = await memberOf(tx, org, account)
      const isVisible = await mayReadConflict(tx, id, visibleConflicts(member))
      const [record] = isVisible ? await readRecorded(tx, org, [id]) : []
      if (record === undefined) throw new ProblemException('not_found')
      const { conflict_id, doctype, name, title, kind, state } = record
      const about = { conflict_id, doctype, name, title, kind, state }
      const { server_modified_at, ...context } = contextOf(record)
      const times =
        server_modified_at === undefined ? {} : { server_modified_at: writable(server_modified_at) }
      return { ...about, ...versionsOf(record), context: { ...context, ...times } }
    })
  }

  /** For those who see every conflict: a part of them would count something else. */
  async replay(account: Account, org: string, body: unknown): Promise<ReplayResponse> {
    const member = await this.database.sqlInOrganisation(org, (tx) => memberOf(tx, org, account))
    if (!seesAllConflicts(member.role)) throw new ProblemException('forbidden')
    const request = parse(replayRequest, body)
    const hidden = Object.keys(request.candidates).find((name) => !may(ruleOf(name), member.role, 'read'))
    if (hidden !== undefined) throw new ProblemException('forbidden', { detail: hidden })
    return this.#turn(() => replay(org, request, (work) => this.database.sqlInOrganisation(org, work)))
  }
}

const writable = (at: string | Readonly<Record<string, string>>) => (typeof at === 'string' ? at : { ...at })
