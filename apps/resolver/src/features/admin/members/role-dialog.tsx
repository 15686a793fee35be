import type { MemberView } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useState } from 'react'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { useSession } from '../../../lib/session/use-session.ts'
import { refusalWords } from '../refusal.ts'
import classes from './form.module.css'
import { RoleChoice } from './role-choice.tsx'
import { useMemberChange } from './use-members.ts'

export function RoleDialog({ who, onClose }: { who: MemberView; onClose: () => void }) {
  const { user } = useSession()
  const [role, setRole] = useState(who.role)
  const change = useMemberChange()
  const save = (): void => {
    if (role === who.role) onClose()
    else change.mutate({ who, change: { role } }, { onSuccess: onClose })
  }
  return (
    <Dialog opened onClose={onClose} title={t`Role of ${who.full_name}`}>
      <div className={classes.form}>
        <RoleChoice value={role} onChange={setRole} />
        <p className={classes.text} role="status">
          {consequence(who, role, who.email === user.email)}
        </p>
        {change.error === null ? null : (
          <p className={classes.problem} role="alert">
            {refusalWords(change.error)}
          </p>
        )}
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Cancel</Trans>
          </Button>
          <Button loading={change.isPending} onClick={save}>
            <Trans>Save</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function consequence(who: MemberView, role: MemberView['role'], isOwn: boolean): string {
  if (role === who.role) return t`Nothing changes yet.`
  if (who.state === 'invited') return t`They will have this role when they join.`
  if (isOwn) return t`You lose this page at once. Another admin can give it back.`
  return t`Within seconds their devices stop getting what the new role may not see, and fetch what it may. Changes they have not sent yet are kept and judged by the new role.`
}
