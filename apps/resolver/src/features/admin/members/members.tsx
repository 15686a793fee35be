import type { MemberLink, MemberView } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, TextInput, VisuallyHidden } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { notifications } from '@mantine/notifications'
import { IconSearch, IconUserPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { useSession } from '../../../lib/session/use-session.ts'
import { refusalWords } from '../refusal.ts'
import { InviteDialog } from './invite-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { MemberList } from './member-list.tsx'
import type { MemberAct } from './member-menu.tsx'
import classes from './members.module.css'
import { RoleDialog } from './role-dialog.tsx'
import { useAccess } from './use-access.tsx'
import { useNewLink } from './use-members.ts'

const TYPING_MS = 250

type Dialog =
  | { readonly kind: 'invite' }
  | { readonly kind: 'role'; readonly who: MemberView }
  | { readonly kind: 'link'; readonly link: MemberLink }
  | null

/** Who belongs to the organisation, and everything an admin may do about it. */
export function Members() {
  const { org } = useSession()
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), TYPING_MS)
  const [dialog, setDialog] = useState<Dialog>(null)
  const onAct = useActs(setDialog)
  return (
    <section className={classes.members} aria-labelledby="members">
      <VisuallyHidden component="h2" id="members">
        <Trans>Members</Trans>
      </VisuallyHidden>
      <div className={classes.toolbar}>
        <TextInput
          className={classes.search}
          type="search"
          aria-label={t`Search the members`}
          placeholder={t`Search by name or e-mail`}
          leftSection={<IconSearch size={15} aria-hidden />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-page-search
        />
        <Button
          leftSection={<IconUserPlus size={16} aria-hidden />}
          onClick={() => setDialog({ kind: 'invite' })}
        >
          <Trans>Invite</Trans>
        </Button>
      </div>
      <MemberList org={org} q={q} onAct={onAct} onClear={() => setText('')} />
      <OpenDialog dialog={dialog} onDialog={setDialog} />
    </section>
  )
}

function useActs(onDialog: (dialog: Dialog) => void): (act: MemberAct, who: MemberView) => void {
  const setAccess = useAccess()
  const newLink = useNewLink()
  return (act, who) => {
    if (act === 'role') return onDialog({ kind: 'role', who })
    if (act === 'disable' || act === 'enable') return setAccess(who, act === 'disable')
    newLink.mutate(who, {
      onSuccess: (link) => onDialog({ kind: 'link', link }),
      onError: (error) =>
        notifications.show({
          title: t`No link was made`,
          message: refusalWords(error),
          color: 'alarm',
          autoClose: false,
        }),
    })
  }
}

function OpenDialog({ dialog, onDialog }: { dialog: Dialog; onDialog: (dialog: Dialog) => void }) {
  const close = (): void => onDialog(null)
  switch (dialog?.kind) {
    case 'invite':
      return <InviteDialog onClose={close} onInvited={(link) => onDialog({ kind: 'link', link })} />
    case 'role':
      return <RoleDialog who={dialog.who} onClose={close} />
    case 'link':
      return <LinkDialog link={dialog.link} onClose={close} />
    default:
      return null
  }
}
