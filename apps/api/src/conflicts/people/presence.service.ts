import { randomUUID } from 'node:crypto'
import {
  type ClaimResponse,
  claimRequest,
  LEASE_RENEW_SECONDS,
  LEASE_SECONDS,
  type Looker,
  releaseRequest,
} from '@dartwing/protocol'
import { Injectable } from '@nestjs/common'
import { memberOf } from '../../access/membership.repository.ts'
import type { Member } from '../../access/rights.ts'
import type { Account } from '../../access/tokens.ts'
import { CommitEvents, type Presence } from '../../platform/events.ts'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { retrying } from '../../platform/prisma/retry.ts'
import { ProblemException, parse } from '../../platform/problem/problem.ts'
import { lookersOf } from '../../store/conflicts/conflicts.sql.ts'
import { readDocuments } from '../../store/documents.sql.ts'
import { insertNotifications, type NotificationRecord, toEvent } from '../../store/notifications.sql.ts'
import { type ConflictRecord, keyOf, type StoredDocument } from '../../store/stored-document.ts'
import { readConflict } from '../conflicts.repository.ts'
import { assertOpen } from '../guarded-changes.ts'
import { maySee, permissionsOf } from '../permissions.ts'
import {
  endDecidingOfOthers,
  endLease,
  forgetOver,
  lockClaims,
  noteClaim,
  otherDecider,
  writeLease,
} from './leases.sql.ts'

const ATTEMPTS = 5

interface Sight {
  readonly member: Member
  readonly conflict: ConflictRecord
  readonly document: StoredDocument | undefined
  readonly now: string
}

interface Claimed {
  readonly deciding: boolean
  readonly told: readonly NotificationRecord[]
}

/** Who looks at a conflict, and who is about to decide. Nothing is locked by it: whoever may decide, decides. */
@Injectable()
export class PresenceService {
  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
  ) {}

  async claim(account: Account, org: string, id: string, body: unknown): Promise<ClaimResponse> {
    const { deciding, take_over, page } = parse(claimRequest, body ?? {})
    return this.#change(account, org, id, async (tx, sight) => {
      assertOpen(sight)
      const { member, conflict, now } = sight
      if (deciding && !mayDecide(sight)) throw new ProblemException('forbidden')
      const lease = { conflict_id: conflict.conflict_id, account_id: member.account_id, page }
      await lockClaims(tx, org, id)
      const other = deciding ? await otherDecider(tx, org, lease) : undefined
      const isTaken = other !== undefined && take_over
      const decides = deciding && (other === undefined || take_over)
      if (isTaken) await endDecidingOfOthers(tx, org, lease)
      await writeLease(tx, org, lease, decides)
      await forgetOver(tx, org)
      if (decides) {
        const from = other?.full_name ?? null
        await noteClaim(tx, org, { conflict_id: id, actor: member.email, from, now })
      }
      return { deciding: decides, told: isTaken ? [taken(sight, other.email)] : [] }
    })
  }

  /** Also of what has been decided meanwhile, and by a page that said nothing before. */
  async release(account: Account, org: string, id: string, body: unknown): Promise<ClaimResponse> {
    const { page } = parse(releaseRequest, body ?? {})
    return this.#change(account, org, id, async (tx, { member }) => {
      await endLease(tx, org, { conflict_id: id, account_id: member.account_id, page })
      return { deciding: false, told: [] }
    })
  }

  async #change(
    account: Account,
    org: string,
    id: string,
    change: (tx: Transaction, sight: Sight) => Promise<Claimed>,
  ): Promise<ClaimResponse> {
    const done = await retrying(ATTEMPTS, () =>
      this.database.inOrganisation(org, async (tx, now) => {
        const sight = await see(tx, await memberOf(tx, org, account), id, now)
        const { deciding, told } = await change(tx, sight)
        await insertNotifications(tx, org, told, now)
        const looking = (await lookersOf(tx, org, [id])).get(id) ?? []
        return { deciding, told, looking, now, presence: presenceOf(sight, looking) }
      }),
    )
    const { deciding, told, looking, now, presence } = done
    this.events.publish({
      org,
      rows: [],
      conflicts: [],
      notifications: told.map(toEvent),
      presence: [presence],
    })
    return {
      deciding,
      looking,
      lease_seconds: LEASE_SECONDS,
      renew_seconds: LEASE_RENEW_SECONDS,
      server_now: now,
    }
  }
}

async function see(tx: Transaction, member: Member, id: string, now: string): Promise<Sight> {
  const conflict = await readConflict(tx, member.org, id)
  if (conflict === undefined) throw new ProblemException('not_found')
  const { doctype, name } = conflict
  const document = (await readDocuments(tx, member.org, [{ doctype, name }])).get(keyOf(doctype, name))
  if (!maySee(member, conflict, document)) throw new ProblemException('not_found')
  return { member, conflict, document, now }
}

function mayDecide({ member, conflict, document, now }: Sight): boolean {
  const { resolve, book_anyway } = permissionsOf(member, conflict, document, now)
  return resolve || book_anyway
}

function presenceOf({ conflict, document }: Sight, looking: Looker[]): Presence {
  const { conflict_id, doctype, submitted_by } = conflict
  return { conflict_id, doctype, looking, audience: [submitted_by, ...(document?.audience ?? [])] }
}

function taken({ member, conflict }: Sight, recipient: string): NotificationRecord {
  const { conflict_id, doctype, name, title } = conflict
  const message = `${member.full_name} took over deciding about ${doctype} ${title}.`
  return {
    id: randomUUID(),
    recipient,
    doctype,
    name,
    conflict_id,
    kind: 'taken_over',
    facts: { title, by: member.full_name },
    notice: { type: 'assignment_changed', message },
  }
}
