import type { Doc, Json } from '@dartwing/rules'
import type { Operation } from '../../../lib/http/write.ts'
import { randomId } from '../../../lib/random-id.ts'
import { serverNow } from '../../../lib/time/server-clock.ts'
import type { DocumentKey } from '../api/branches.ts'
import { ABOUT_THE_BRANCH, changedFields } from '../compare/differences.ts'

/** A document and the version of it that a person has in front of them. */
export interface Seen extends DocumentKey {
  readonly version: number
  readonly data: Doc
}

/** The content of the branch as the next version of the root. What became of the root meanwhile is not overwritten. */
export function promotion(root: Seen, branch: Seen): Operation {
  const data: Record<string, Json> = {}
  for (const field of changedFields(root.data, branch.data)) data[field] = branch.data[field] ?? null
  return operation(root, 'update', withNextNumber(data, root, branch), root.version)
}

/** A document of its own with the content of the branch, named by the server. */
export function separation(branch: Seen): Operation {
  const data = Object.fromEntries(
    Object.entries(branch.data).filter(([field]) => !ABOUT_THE_BRANCH.has(field)),
  )
  return operation({ doctype: branch.doctype, name: null }, 'insert', data, null)
}

export function labelling(branch: Seen, label: string): Operation {
  return operation(branch, 'update', { branch_label: label === '' ? null : label }, branch.version)
}

export function reviewing(branch: Seen, reviewed: boolean): Operation {
  const at = reviewed ? new Date(serverNow()).toISOString() : null
  return operation(branch, 'update', { reviewed_at: at }, branch.version)
}

/** The number that people count versions with goes on from the higher one. */
function withNextNumber(data: Doc, root: Seen, branch: Seen): Doc {
  const numbers = [root.data.version, branch.data.version].filter((value) => typeof value === 'number')
  return numbers.length === 0 ? data : { ...data, version: Math.max(...numbers) + 1 }
}

function operation(
  { doctype, name }: { readonly doctype: string; readonly name: string | null },
  op: 'insert' | 'update',
  data: Doc,
  base_version: number | null,
): Operation {
  return {
    mutation_id: randomId(),
    op,
    doctype,
    name,
    base_version,
    data,
    client_ts: new Date().toISOString(),
  }
}
