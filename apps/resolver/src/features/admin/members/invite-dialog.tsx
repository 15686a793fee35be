import type { MemberLink, MemberView } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { fieldComplaint, refusalWords } from '../refusal.ts'
import classes from './form.module.css'
import { RoleChoice } from './role-choice.tsx'
import { useInvite } from './use-members.ts'

interface InviteDialogProps {
  readonly onClose: () => void
  readonly onInvited: (link: MemberLink) => void
}

export function InviteDialog({ onClose, onInvited }: InviteDialogProps) {
  const [name, setName] = useState('')
  const [email, setEmail] = useState('')
  const [role, setRole] = useState<MemberView['role']>('technician')
  const invite = useInvite()
  const send = (event: FormEvent): void => {
    event.preventDefault()
    invite.mutate({ full_name: name.trim(), email: email.trim(), role }, { onSuccess: onInvited })
  }
  const complaints = {
    name: fieldComplaint(invite.error, 'full_name'),
    email: fieldComplaint(invite.error, 'email'),
  }
  const isOnField = complaints.name !== undefined || complaints.email !== undefined
  return (
    <Dialog opened onClose={onClose} title={t`Invite a person`}>
      <form className={classes.form} onSubmit={send}>
        <TextInput
          label={t`Name`}
          name="name"
          required
          withAsterisk={false}
          maxLength={140}
          autoComplete="off"
          data-autofocus
          value={name}
          error={complaints.name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label={t`E-mail`}
          name="email"
          type="email"
          required
          withAsterisk={false}
          maxLength={320}
          autoComplete="off"
          value={email}
          error={complaints.email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <RoleChoice value={role} onChange={setRole} />
        {invite.error === null || isOnField ? null : (
          <p className={classes.problem} role="alert">
            {refusalWords(invite.error)}
          </p>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button type="submit" loading={invite.isPending}>
            <Trans>Make the link</Trans>
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
