import type { MemberLink } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, TextInput, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconCopy } from '@tabler/icons-react'
import { useRef, useState } from 'react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { Dialog } from '../../../components/dialog/dialog.tsx'
import { useSession } from '../../../lib/session/use-session.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import classes from './form.module.css'

/** The one time a link is shown. Only Done and Escape close it: a click beside it must not lose it. */
export function LinkDialog({ link, onClose }: { link: MemberLink; onClose: () => void }) {
  const { org } = useSession()
  const { member, token, expires_at } = link
  const isInvitation = member.state === 'invited'
  const until = formatInstant(expires_at, org.time_zone, 'full')
  const address = `${window.location.origin}/invitation#${token}`
  return (
    <Dialog
      opened
      onClose={onClose}
      withCloseButton={false}
      closeOnClickOutside={false}
      title={isInvitation ? t`Invitation for ${member.full_name}` : t`New password for ${member.full_name}`}
    >
      <div className={classes.form}>
        <p className={classes.text}>
          {isInvitation
            ? t`Send this link to ${member.email}. Whoever opens it can join ${org.title} in their name.`
            : t`Send this link to ${member.email}. Whoever opens it can choose their password; it signs them out everywhere.`}
        </p>
        <CopyField address={address} />
        <Banner tone="attention" icon={<IconAlertTriangle size={18} />} title={t`It is shown only now`}>
          <Trans>
            Nobody will see it again, you neither. It works once, until {until}. If it gets lost, make a new
            one.
          </Trans>
        </Banner>
        <div className={classes.actions}>
          <Button variant="default" onClick={onClose}>
            <Trans>Done</Trans>
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

type Copied = 'no' | 'yes' | 'by_hand'

const copiedWords = (): Record<Copied, string> => ({
  no: '',
  yes: t`The link is copied.`,
  by_hand: t`This browser does not copy here. The link is selected: copy it with the keyboard.`,
})

function CopyField({ address }: { address: string }) {
  const field = useRef<HTMLInputElement>(null)
  const [copied, setCopied] = useState<Copied>('no')
  const copy = async (): Promise<void> => {
    field.current?.select()
    try {
      // Not there on plain http in an office network: then the selected text is a key away.
      await navigator.clipboard.writeText(address)
      setCopied('yes')
    } catch {
      setCopied('by_hand')
    }
  }
  return (
    <div className={classes.link}>
      <TextInput
        ref={field}
        label={t`Link`}
        description={copied === 'by_hand' ? copiedWords().by_hand : undefined}
        readOnly
        value={address}
        onFocus={(event) => event.currentTarget.select()}
      />
      <Button
        variant={copied === 'yes' ? 'default' : 'filled'}
        data-autofocus
        leftSection={
          copied === 'yes' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
        }
        onClick={() => void copy()}
      >
        {copied === 'yes' ? t`Copied` : t`Copy`}
      </Button>
      <VisuallyHidden role="status">{copiedWords()[copied]}</VisuallyHidden>
    </div>
  )
}
