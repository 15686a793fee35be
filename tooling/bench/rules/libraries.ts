/** Three general libraries on the same documents, each used the way that is best for it. */
import { change, clone, type Doc as Forkable, free, from, merge } from '@automerge/automerge'
import type { Doc } from '@dartwing/rules'
import { apply, generate } from 'json-merge-patch'
import { diff3Merge } from 'node-diff3'
import { type Contender, overCases } from './contenders.ts'
import { type Case, differing } from './documents.ts'

export function libraryContenders(cases: readonly Case[]): readonly Contender[] {
  return [lineMerge(cases), lineMergeOfText(cases), mergePatch(cases), automerge(cases)]
}

/** Three-way over the lines of the pretty-printed documents, printing included. */
function lineMerge(cases: readonly Case[]): Contender {
  const mergeCase = ({ base, server, client }: Case) =>
    diff3Merge(toLines(server), toLines(base), toLines(client))
  return {
    name: 'node-diff3',
    merge: overCases(cases, mergeCase),
    answers: () => withMarkers(cases.map(mergeCase)),
  }
}

/** The same for one who already has the lines. */
function lineMergeOfText(cases: readonly Case[]): Contender {
  const printed = cases.map(({ base, server, client }) => ({
    base: toLines(base),
    server: toLines(server),
    client: toLines(client),
  }))
  const mergeLines = ({ base, server, client }: (typeof printed)[number]) => diff3Merge(server, base, client)
  return {
    name: 'node-diff3, lines given',
    merge: overCases(printed, mergeLines),
    answers: () => withMarkers(printed.map(mergeLines)),
  }
}

/** The device's change as a patch, applied to a copy of the server's document, for `apply` writes into it. */
function mergePatch(cases: readonly Case[]): Contender {
  const mergeCase = ({ base, server, client }: Case) => apply({ ...server }, generate(base, client))
  return {
    name: 'json-merge-patch',
    merge: overCases(cases, mergeCase),
    answers: () => `${cases.filter(({ contested }) => contested.length > 0).length} overwritten unseen`,
  }
}

/** The base forked, changed by the device and merged into the server's fork, which has its change already. */
function automerge(cases: readonly Case[]): Contender {
  const forks = cases.map(({ base, server, change: sent }) => {
    const origin = from<Fields>(mutable(base))
    return { origin, server: changed(origin, mutable(differing(base, server))), sent: mutable(sent) }
  })
  const mergeCase = ({ origin, server, sent }: (typeof forks)[number]) => {
    const device = changed(origin, sent)
    const stored = clone(server)
    const merged = merge(stored, device)
    free(device)
    free(merged)
    return merged
  }
  return {
    name: '@automerge/automerge',
    merge: overCases(forks, mergeCase),
    answers: () =>
      `${forks.filter((fork) => mergeCase(fork) !== undefined).length} merged, a side chosen by id`,
  }
}

type Fields = Record<string, unknown>

function changed(origin: Forkable<Fields>, fields: Fields): Forkable<Fields> {
  return change(clone(origin), (draft) => {
    for (const [field, value] of Object.entries(fields)) draft[field] = value
  })
}

function mutable(doc: Doc): Fields {
  const copy: Fields = structuredClone(doc)
  return copy
}

function toLines(doc: Doc): string[] {
  return JSON.stringify(doc, null, 2).split('\n')
}

function withMarkers(merges: readonly (readonly object[])[]): string {
  const marked = merges.filter((regions) => regions.some((region) => 'conflict' in region)).length
  return `${marked} with conflict markers`
}
