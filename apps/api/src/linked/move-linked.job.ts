import { docTypeRule } from '@dartwing/rules'
import { Injectable, type OnModuleInit } from '@nestjs/common'
import { CommitEvents, type Committed } from '../platform/events.ts'
import { Database, type Transaction } from '../platform/prisma/database.ts'
import { Jobs } from '../platform/queue/jobs.ts'
import type { DocumentKey } from '../store/documents.sql.ts'
import { MOVE_LINKED } from '../store/links/link-changes.ts'
import { linksOf } from '../store/links/links.sql.ts'
import type { StoredDocument } from '../store/stored-document.ts'
import { WriteUnit } from '../store/write-unit.ts'
import { type Behind, documentsBehind } from './behind.sql.ts'

/** Few enough that nobody waits long for their locks or for the organisation's counter. */
const CHUNK = 200
const FIRST: DocumentKey = { doctype: '', name: '' }

/**
 * After a change of an Address or a Customer, gives every open document that links to it a new place in the
 * feed. What is left to do is read from the documents each time: a run that was cut short is resumed, a second
 * change is followed by the same run or by its own, and a run too many finds nothing.
 */
@Injectable()
export class MoveLinkedJob implements OnModuleInit {
  constructor(
    private readonly database: Database,
    private readonly events: CommitEvents,
    private readonly jobs: Jobs,
  ) {}

  onModuleInit(): void {
    this.jobs.register(MOVE_LINKED, async (org, { targets }) => {
      for (const target of targets) await this.#move(org, target)
    })
  }

  async #move(org: string, target: DocumentKey): Promise<void> {
    for (let after: DocumentKey | undefined = FIRST; after !== undefined; ) {
      const place: DocumentKey = after
      const moved = await this.database.inOrganisation(org, (tx, now) =>
        moveChunk(tx, org, target, { after: place, now }),
      )
      this.events.publish(moved.committed)
      after = moved.next
    }
  }
}

interface Moved {
  readonly committed: Committed
  /** Where the next chunk begins; undefined = that was all. */
  readonly next: DocumentKey | undefined
}

async function moveChunk(
  tx: Transaction,
  org: string,
  target: DocumentKey,
  { after, now }: { readonly after: DocumentKey; readonly now: string },
): Promise<Moved> {
  const found = await documentsBehind(tx, org, target, { after, limit: CHUNK })
  const unit = await WriteUnit.open(tx, org, now, found)
  for (const behind of found) {
    const document = unit.document(behind.doctype, behind.name)
    // It was found before it was locked: meanwhile it may have been written, closed or linked elsewhere.
    if (document !== undefined && isBehind(document, behind, target)) unit.touch(document, 'linked')
  }
  return { committed: await unit.commit(), next: found.length === CHUNK ? found.at(-1) : undefined }
}

function isBehind(document: StoredDocument, { target_seq }: Behind, target: DocumentKey): boolean {
  const rule = docTypeRule(document.doctype)
  if (rule === undefined || document.deleted || document.archived) return false
  if (BigInt(document.seq) >= BigInt(target_seq)) return false
  return linksOf(rule, document.name, document.data).some(
    (link) => link.target_doctype === target.doctype && link.target_name === target.name,
  )
}
