import type { CompiledRule } from '../merge/facts.ts'
import { serverStands, type Verdict } from '../merge/verdict.ts'
import type { Doc, Resolution, ResolveContext } from '../shapes.ts'
import { own, withoutUnsafeKeys } from '../values/json.ts'
import { isConcurrent, type SettleDocument, settleUncontested } from './settlement.ts'

const BRANCH_OF = 'branch_of'
const BRANCH_SUFFIX = /_conflict_\d{8}T\d{9}Z(_[0-9a-f]{8})?$/

/** The server's document stays, and the client's becomes a branch beside it. */
export const versionAll: SettleDocument = (merge, changes) => {
  const { compiled, base, server, client, context } = merge
  const version = compiled.rule.version_field ?? 'version'
  const lost = changes.filter(
    (change) =>
      change.byClient &&
      !change.isEqual &&
      change.fields.some(({ field, byClient }) => byClient && field !== version),
  )
  if (!isConcurrent(changes) || lost.length === 0) {
    return { verdicts: changes.map((change) => settleAlone(merge, change, isConcurrent(changes))) }
  }
  const verdicts = changes.map(
    (change): Verdict =>
      change.byClient && !change.isEqual
        ? serverStands(merge, change, 'version_all')
        : settleUncontested(merge, change),
  )
  return {
    verdicts,
    branch: branchOf(compiled, { ...(base ?? server), ...client }, context, own(server, BRANCH_OF)),
  }
}

/** A version number alone makes no branch: the server's counts. */
function settleAlone(
  ...[merge, change, isContested]: [...Parameters<typeof settleUncontested>, boolean]
): Verdict {
  if (!isContested || !change.byClient || change.isEqual) return settleUncontested(merge, change)
  return { ...serverStands(merge, change, 'version_all'), overruled: [] }
}

/** The branch that keeps `content`; a branch of a branch hangs on the root. */
export function branchOf(
  { rule }: CompiledRule,
  content: Doc,
  context: ResolveContext,
  serverRoot: unknown,
): NonNullable<Resolution['branch']> {
  const given = typeof serverRoot === 'string' && serverRoot !== '' ? serverRoot : (context.name ?? 'unnamed')
  const root = given.replace(BRANCH_SUFFIX, '')
  const pattern = rule.branch_naming ?? '{name}_conflict_{timestamp}'
  const name = pattern.replace('{name}', () => root).replace('{timestamp}', () => stamp(context.now))
  return { name, doc: { ...withoutUnsafeKeys(content), [BRANCH_OF]: root } }
}

/** The server's receive time as `YYYYMMDDTHHMMSSmmmZ`; zeros where the caller gave none, for the rules have no clock. */
function stamp(now: string | undefined): string {
  const at = now === undefined ? Number.NaN : Date.parse(now)
  if (Number.isNaN(at)) return '00000000T000000000Z'
  return new Date(at).toISOString().replace(/[-:.]/g, '')
}
