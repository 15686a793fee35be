import type { MemberView } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconUserSearch } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { ListError, ListSkeleton, More } from '../../../components/list/list-states.tsx'
import type { Membership } from '../../../lib/session/session-store.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { membersOptions } from '../api/members.ts'
import type { MemberAct } from './member-menu.tsx'
import { MemberRow } from './member-row.tsx'
import classes from './members.module.css'

interface MemberListProps {
  readonly org: Membership
  readonly q: string
  readonly onAct: (act: MemberAct, who: MemberView) => void
  readonly onClear: () => void
}

export function MemberList({ org, q, onAct, onClear }: MemberListProps) {
  const { user } = useSession()
  const query = useInfiniteQuery(membersOptions(org.org, q))
  if (query.isPending) return <ListSkeleton label={t`Loading the members`} />
  if (query.isError && query.data === undefined) {
    return (
      <ListError
        title={t`The members could not be read`}
        error={query.error}
        onRetry={() => void query.refetch()}
      />
    )
  }
  const members = query.data.pages.flatMap((page) => page.items)
  if (members.length === 0) {
    return (
      <NoticePanel
        icon={<IconUserSearch size={24} stroke={1.6} />}
        title={t`Nobody matches`}
        actions={
          <Button variant="default" onClick={onClear}>
            <Trans>Clear the search</Trans>
          </Button>
        }
      >
        <Trans>No member of {org.title} has that in their name or address.</Trans>
      </NoticePanel>
    )
  }
  return (
    <>
      <ul className={classes.list} aria-busy={query.isPlaceholderData}>
        {members.map((member) => (
          <MemberRow
            key={member.account_id}
            member={member}
            zone={org.time_zone}
            isOwn={member.email === user.email}
            onAct={onAct}
          />
        ))}
      </ul>
      {members.length === 1 && q === '' ? (
        <NoticePanel icon={<IconUserSearch size={24} stroke={1.6} />} title={t`You are the first here`}>
          <Trans>Invite the people who work with you: each gets a link of their own.</Trans>
        </NoticePanel>
      ) : null}
      <More query={query} />
    </>
  )
}
