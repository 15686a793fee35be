import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { IconCloudOff, IconLinkOff } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { NoticePanel } from '../../../components/chrome/notice-panel.tsx'
import { ProblemError } from '../../../lib/http/problem-error.ts'
import { keptToken } from '../../../lib/session/invitation-token.ts'
import { invitationOptions } from '../api/read-invitation.ts'
import { AcceptForm } from './accept-form.tsx'

interface AcceptInvitationProps {
  /** `another`: somebody else was signed in here before. */
  readonly onDone: (another: boolean) => void
}

export function AcceptInvitation({ onDone }: AcceptInvitationProps) {
  const token = keptToken()
  if (token === null) return <DeadLink title={t`Open the link again`}>{aboutMemory()}</DeadLink>
  return <KnownToken token={token} onDone={onDone} />
}

const aboutMemory = (): string =>
  t`For your safety this page forgets the link when it is reloaded. Open it once more from the message you got.`
const aboutExpiry = (): string =>
  t`It has been used, replaced by a newer one, or is too old. If you have joined already, sign in; otherwise ask an admin of your organisation for a new link.`

function KnownToken({ token, onDone }: AcceptInvitationProps & { token: string }) {
  const query = useQuery(invitationOptions(token))
  if (query.data !== undefined) return <AcceptForm token={token} invitation={query.data} onDone={onDone} />
  if (query.error === null) {
    return (
      <div role="status" aria-label={t`Reading the invitation`}>
        <Skeleton height={14} width="60%" mb="sm" />
        <Skeleton height={36} mb="sm" />
        <Skeleton height={36} />
      </div>
    )
  }
  if (query.error instanceof ProblemError && query.error.code === 'link_expired') {
    return <DeadLink title={t`This link no longer works`}>{aboutExpiry()}</DeadLink>
  }
  return (
    <NoticePanel
      icon={<IconCloudOff size={24} stroke={1.6} />}
      title={t`The invitation could not be read`}
      actions={
        <Button onClick={() => void query.refetch()}>
          <Trans>Try again</Trans>
        </Button>
      }
    >
      {query.error.message}
    </NoticePanel>
  )
}

export function DeadLink({ title, children }: { title: string; children: string }) {
  return (
    <NoticePanel
      icon={<IconLinkOff size={24} stroke={1.6} />}
      title={title}
      actions={
        <ButtonLink to="/sign-in" variant="default">
          <Trans>Go to the sign-in page</Trans>
        </ButtonLink>
      }
    >
      {children}
    </NoticePanel>
  )
}
