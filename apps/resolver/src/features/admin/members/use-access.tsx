import type { MemberView } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { refusalWords } from '../refusal.ts'
import { useMemberChange } from './use-members.ts'

const UNDO_MS = 12_000

/** Disables and enables at once; a toast takes it back, which is quicker than a question before every act. */
export function useAccess(): (who: MemberView, disabled: boolean) => void {
  const { mutate } = useMemberChange()
  const set = (who: MemberView, disabled: boolean, isUndo: boolean): void => {
    mutate(
      { who, change: { disabled } },
      {
        onSuccess: () => {
          const id = `access-${who.account_id}`
          notifications.hide(id)
          if (isUndo) return
          notifications.show({
            id,
            title: disabled ? t`${who.full_name} is disabled` : t`${who.full_name} is enabled`,
            message: (
              <>
                {disabled ? t`They are signed out within seconds.` : t`They can sign in again.`}{' '}
                <Button size="compact-sm" variant="default" onClick={() => set(who, !disabled, true)}>
                  <Trans>Undo</Trans>
                </Button>
              </>
            ),
            autoClose: UNDO_MS,
          })
        },
        onError: (error) =>
          notifications.show({ title: t`Nothing was changed`, message: refusalWords(error), color: 'alarm' }),
      },
    )
  }
  return (who, disabled) => set(who, disabled, false)
}
