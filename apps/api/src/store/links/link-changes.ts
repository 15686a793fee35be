import { type DocTypeRule, docTypeRule, registeredDocTypes } from '@dartwing/rules'
import { z } from 'zod'
import type { Statements } from '../../platform/prisma/database.ts'
import { insertJob } from '../../platform/queue/enqueue.sql.ts'
import type { DocumentKey } from '../documents.sql.ts'
import { docOf, keyOf, type StoredDocument } from '../stored-document.ts'
import { type Link, linksOf, replaceLinks } from './links.sql.ts'

/** The job that follows a change of documents others link to: it moves those in the feed. */
export const MOVE_LINKED = {
  name: 'linked.move',
  payload: z.object({ targets: z.array(z.object({ doctype: z.string(), name: z.string() })) }),
}

/** What one transaction changes about links: of its own documents, and for those that link to them. */
export class LinkChanges {
  readonly #before = new Map<string, { rule: DocTypeRule; name: string; links: readonly Link[] }>()

  /** To be called with the document as it was before each accepted change; the first one counts. */
  note(rule: DocTypeRule, name: string, before: StoredDocument | undefined): void {
    const key = keyOf(rule.name, name)
    if (this.#before.has(key)) return
    this.#before.set(key, { rule, name, links: linksOf(rule, name, docOf(before) ?? null) })
  }

  /** Writes the differences; whoever links to what has changed is moved by a job of this transaction. */
  async write(
    tx: Statements,
    org: string,
    current: (doctype: string, name: string) => StoredDocument | undefined,
  ): Promise<void> {
    const [removed, added]: [Link[], Link[]] = [[], []]
    const targets: DocumentKey[] = []
    for (const { rule, name, links } of this.#before.values()) {
      const now = linksOf(rule, name, docOf(current(rule.name, name)) ?? null)
      removed.push(...links.filter((link) => !hasLink(now, link)))
      added.push(...now.filter((link) => !hasLink(links, link)))
      if (isLinkedTo(rule.name)) targets.push({ doctype: rule.name, name })
    }
    await replaceLinks(tx, org, removed, added)
    if (targets.length === 0) return
    await insertJob(tx, { task: MOVE_LINKED.name, payload: { targets }, jobKey: null, runAt: null })
  }
}

const hasLink = (links: readonly Link[], { target_doctype, target_name }: Link) =>
  links.some((link) => link.target_doctype === target_doctype && link.target_name === target_name)

/** Does any DocType go stale when a document of this one changes? */
function isLinkedTo(doctype: string): boolean {
  return registeredDocTypes().some((name) =>
    docTypeRule(name)?.links?.some((link) => link.doctype === doctype),
  )
}
