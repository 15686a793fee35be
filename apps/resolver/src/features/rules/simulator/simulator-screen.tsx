import type { RecordedCase } from '@dartwing/protocol'
import { useLingui } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { ListError, ListSkeleton } from '../../../components/list/list-states.tsx'
import { useSession } from '../../../lib/session/use-session.ts'
import { recordedCaseOptions, ruleBookOptions } from '../api/rules-api.ts'
import { RulesFrame } from '../frame/rules-frame.tsx'
import { Simulator } from './simulator.tsx'
import { exampleOf, type Situation } from './situation.ts'

interface SimulatorScreenProps {
  readonly doctype: string | undefined
  readonly conflict: string | undefined
  readonly onConflict: (id: string | null) => void
}

const FIRST = 'Ticket'

export function SimulatorScreen({ doctype = FIRST, conflict, onConflict }: SimulatorScreenProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const book = useQuery(ruleBookOptions)
  const recorded = useQuery({
    ...recordedCaseOptions(org.org, conflict ?? ''),
    enabled: conflict !== undefined,
  })
  const isPending = book.isPending || (conflict !== undefined && recorded.isPending)
  const error = book.error ?? (conflict === undefined ? null : recorded.error)
  const rule =
    book.data?.doctypes.find((each) => each.doctype === doctype) ??
    book.data?.doctypes.find(({ fields }) => fields.length > 0)
  const start = conflict === undefined ? rule && exampleOf(rule) : recorded.data && situationOf(recorded.data)
  return (
    <RulesFrame
      title={t`Simulate`}
      note={t`What the rules make of a situation: what the record was before, what the server has, what a device brings.`}
    >
      {isPending ? <ListSkeleton label={t`Loading the rules`} /> : null}
      {error !== null && (book.data === undefined || start === undefined) ? (
        <ListError
          title={t`The situation could not be read`}
          error={error}
          onRetry={() => void (book.data === undefined ? book.refetch() : recorded.refetch())}
        />
      ) : null}
      {book.data === undefined || start === undefined || isPending ? null : (
        <Simulator
          key={conflict ?? doctype}
          book={book.data}
          start={start}
          conflict={conflict ?? null}
          zone={org.time_zone}
          onConflict={onConflict}
        />
      )}
    </RulesFrame>
  )
}

function situationOf({ doctype, base, server, client, context, name }: RecordedCase): Situation {
  return {
    doctype,
    name: `${doctype}: as with ${name}`,
    ...(base === undefined ? {} : { base }),
    ...(server === undefined ? {} : { server }),
    client,
    ...(context === undefined ? {} : { context }),
  }
}
