import { Trans, useLingui } from '@lingui/react/macro'
import { IconLock } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { ListError, ListSkeleton } from '../../../components/list/list-states.tsx'
import { useSession } from '../../../lib/session/use-session.ts'
import { ruleBookOptions } from '../api/rules-api.ts'
import { RulesFrame } from '../frame/rules-frame.tsx'
import { Replay } from './replay.tsx'

interface ReplayScreenProps {
  readonly doctype: string | undefined
  readonly onDoctype: (doctype: string) => void
}

const FIRST = 'Ticket'

export function ReplayScreen({ doctype = FIRST, onDoctype }: ReplayScreenProps) {
  const { t } = useLingui()
  const { org } = useSession()
  const { data, error, isPending, refetch } = useQuery(ruleBookOptions)
  const rule = data?.doctypes.find((each) => each.doctype === doctype) ?? data?.doctypes[0]
  return (
    <RulesFrame
      title={t`Replay`}
      note={t`Change a rule on trial and see which recorded conflicts would have ended otherwise. Nothing is stored, and the rule in force stays as it is.`}
    >
      {org.role === 'technician' ? <SeesAPart /> : null}
      {isPending ? <ListSkeleton label={t`Loading the rules`} /> : null}
      {error !== null && data === undefined ? (
        <ListError title={t`The rules could not be read`} error={error} onRetry={() => void refetch()} />
      ) : null}
      {data === undefined || rule === undefined || org.role === 'technician' ? null : (
        <Replay
          key={rule.doctype}
          book={data}
          rule={rule}
          org={org.org}
          zone={org.time_zone}
          onDoctype={onDoctype}
        />
      )}
    </RulesFrame>
  )
}

function SeesAPart() {
  const { t } = useLingui()
  return (
    <NoticePanel
      icon={<IconLock size={24} stroke={1.6} />}
      title={t`Only for those who see every conflict`}
      actions={
        <ButtonLink to="/rules/simulate">
          <Trans>Simulate instead</Trans>
        </ButtonLink>
      }
    >
      <Trans>A replay counts all conflicts of the organisation, and you see your own.</Trans>
    </NoticePanel>
  )
}
