import { Injectable } from '@nestjs/common'
import type { Account } from '../../access/tokens.ts'
import { Database, type Transaction } from '../../platform/prisma/database.ts'
import { ProblemException } from '../../platform/problem/problem.ts'
import { type Content, contentOf, thumbnailOf } from '../files.repository.ts'
import { mayReadContent, seenFile } from '../seen-file.ts'
import { mayHaveThumbnail } from '../thumbnails/task.ts'

const ASK_AGAIN_SECONDS = 1

export interface Readable {
  readonly content: Content
  readonly file_name: string
}

/** The content of a file for those who may read the record it belongs to. Knowing a hash helps nobody. */
@Injectable()
export class ReadingService {
  constructor(private readonly database: Database) {}

  async file(account: Account, org: string, name: string): Promise<Readable> {
    return this.database.inOrganisation(org, (tx) => readable(tx, account, org, name))
  }

  async thumbnail(
    account: Account,
    org: string,
    name: string,
  ): Promise<{ readonly sha256: string; readonly picture: Uint8Array }> {
    return this.database.inOrganisation(org, async (tx) => {
      const { content } = await readable(tx, account, org, name)
      if (!mayHaveThumbnail(content)) throw new ProblemException('no_thumbnail')
      const { isMade, picture } = await thumbnailOf(tx, org, content.sha256)
      if (!isMade) throw new ProblemException('thumbnail_pending', { retry_after: ASK_AGAIN_SECONDS })
      if (picture === null) throw new ProblemException('no_thumbnail')
      return { sha256: content.sha256, picture }
    })
  }
}

async function readable(tx: Transaction, account: Account, org: string, name: string): Promise<Readable> {
  const seen = await seenFile(tx, account, org, name)
  const content = await contentOf(tx, org, name)
  if (!mayReadContent(seen, content)) throw new ProblemException('not_found')
  if (content === null) throw new ProblemException('file_pending')
  if (content.quarantine !== null) throw new ProblemException('quarantined')
  const { file_name } = seen.document.data
  return { content, file_name: typeof file_name === 'string' ? file_name : name }
}
