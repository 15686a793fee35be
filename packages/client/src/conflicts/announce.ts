import type { ItemResult } from '@dartwing/protocol'
import type { Notice, NoticeType, Strategy } from '@dartwing/rules'

/** One sentence for the person: what became of their change. */
export interface Announcement extends Notice {
  readonly doctype: string
  readonly name: string
  readonly mutation_id: string | null
  /** Set when a person has to decide. */
  readonly conflict_id: string | null
}

type Teller = (item: ItemResult) => { type: NoticeType; message: string }

/**
 * What each strategy has to say. The server has merged already, so unlike in a client that merges by itself
 * nothing is ever submitted again: every strategy ends in the server's document and a sentence.
 */
const TELL: Record<Strategy, Teller> = {
  server_wins: (item) => ({
    type: 'value_overruled',
    message: `Your changes to ${titleOf(item)} were overruled by the server${fieldsOf(item)}.`,
  }),
  client_wins: (item) => ({
    type: 'document_changed',
    message: `Your changes to ${titleOf(item)} stand over a newer version${fieldsOf(item)}.`,
  }),
  field_level: (item) => ({
    type: 'document_changed',
    message: `Your changes to ${titleOf(item)} were merged field by field${fieldsOf(item)}.`,
  }),
  manual_resolve: (item) => ({
    type: 'document_changed',
    message: `Your changes to ${titleOf(item)} were merged with newer ones${fieldsOf(item)}.`,
  }),
  append_only: (item) => ({
    type: 'document_changed',
    message: `Your additions to ${titleOf(item)} were joined with those of others${fieldsOf(item)}.`,
  }),
  version_all: (item) => ({
    type: 'branch_created',
    message: item.branch
      ? `Your version of ${titleOf(item)} was kept beside the server's as ${item.branch.name}.`
      : `${titleOf(item)} has a newer version on the server.`,
  }),
  last_write_wins: (item) => ({
    type: 'document_changed',
    message: `The later change of ${titleOf(item)} stands${fieldsOf(item)}.`,
  }),
}

/** The server's own notices first, then what the strategy did, unless that is said already. */
export function announce(item: ItemResult): Announcement[] {
  const about = {
    doctype: item.doctype ?? '',
    name: item.name ?? '',
    mutation_id: item.mutation_id,
    conflict_id: item.conflict_id,
  }
  const said: Announcement[] = item.notifications.map((notice) => ({ ...notice, ...about }))
  const own = item.status === 'conflict_manual' ? review(item) : tellStrategy(item)
  if (own && !said.some((notice) => notice.type === own.type)) said.push({ ...own, ...about })
  return said
}

function tellStrategy(item: ItemResult): ReturnType<Teller> | null {
  return item.conflict_strategy === null ? null : TELL[item.conflict_strategy](item)
}

function review(item: ItemResult): ReturnType<Teller> {
  return {
    type: 'review_needed',
    message: `Somebody has to decide about ${titleOf(item)}${fieldsOf(item)}. Until then the server's version is shown; yours is kept.`,
  }
}

function titleOf(item: ItemResult): string {
  return `${item.doctype ?? 'a record'} ${item.name ?? ''}`.trim()
}

function fieldsOf(item: ItemResult): string {
  return item.conflicts.length > 0 ? ` (${item.conflicts.join(', ')})` : ''
}
