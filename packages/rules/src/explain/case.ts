/** A situation with its answer, as a case for `npm run conformance`. */
import type { Doc, Json, Resolution, ResolveContext, Versions } from '../shapes.ts'

export interface CaseOf extends Versions {
  readonly name: string
  readonly doctype: string
  readonly context?: ResolveContext
  readonly expect: Readonly<Record<string, Json>>
}

/** What the rules said, as what they shall go on saying. */
export function conformanceCase(
  about: { readonly name: string; readonly doctype: string },
  versions: Versions,
  context: ResolveContext,
  resolution: Resolution,
): CaseOf {
  const { base, server, client } = versions
  return {
    ...about,
    ...(base === undefined ? {} : { base }),
    ...(server === undefined ? {} : { server }),
    client,
    ...(Object.keys(context).length === 0 ? {} : { context }),
    expect: expectationOf(resolution),
  }
}

function expectationOf({
  outcome,
  doc,
  decisions,
  conflicts,
  pending,
  hold,
  branch,
  rejection,
}: Resolution): Readonly<Record<string, Json>> {
  const winner = Object.fromEntries(decisions.map((decision) => [decision.field, decision.winner]))
  return {
    outcome,
    doc:
      doc &&
      decidedPart(
        doc,
        decisions.map(({ field }) => field),
      ),
    winner,
    conflicts,
    pending,
    ...(hold ? { hold_kind: hold.kind } : {}),
    ...(branch ? { branch_doc: branch.doc } : {}),
    ...(rejection ? { rejection: rejection.code } : {}),
  }
}

/** What was not decided about is as it was, and says nothing about a rule. */
function decidedPart(doc: Doc, fields: readonly string[]): Doc {
  return Object.fromEntries(
    fields.flatMap((field) => {
      const value = Object.hasOwn(doc, field) ? doc[field] : undefined
      return value === undefined ? [] : [[field, value]]
    }),
  )
}
