import type { MemberView } from '@dartwing/protocol'
import { i18n } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { IconCircleCheck, IconCircleOff, IconMailForward } from '@tabler/icons-react'
import { roleLabel } from '../../../lib/language/role-words.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { type MemberAct, MemberMenu } from './member-menu.tsx'
import classes from './member-row.module.css'

const STATES = {
  invited: { label: msg`Invited`, icon: IconMailForward },
  active: { label: msg`Active`, icon: IconCircleCheck },
  disabled: { label: msg`Disabled`, icon: IconCircleOff },
} as const

interface MemberRowProps {
  readonly member: MemberView
  readonly zone: string
  readonly isOwn: boolean
  readonly onAct: (act: MemberAct, who: MemberView) => void
}

export function MemberRow({ member, zone, isOwn, onAct }: MemberRowProps) {
  const { label, icon: Icon } = STATES[member.state]
  const seen = member.last_seen_at === null ? '' : formatInstant(member.last_seen_at, zone, 'short')
  return (
    <li className={classes.row} data-state={member.state}>
      <span className={classes.who}>
        <span className={classes.name}>
          {member.full_name}
          {isOwn ? (
            <span className={classes.own}>
              <Trans>You</Trans>
            </span>
          ) : null}
        </span>
        <span className={classes.email}>{member.email}</span>
      </span>
      <span className={classes.facts}>
        <span className={classes.role}>{roleLabel(member.role)}</span>
        <span className={classes.state}>
          <Icon size={15} aria-hidden /> {i18n._(label)}
        </span>
        <span className={classes.seen}>
          {member.last_seen_at === null ? (
            <Trans>Never synced</Trans>
          ) : (
            <Trans>
              Synced <time dateTime={member.last_seen_at}>{seen}</time>
            </Trans>
          )}
        </span>
      </span>
      <MemberMenu member={member} isOwn={isOwn} onAct={onAct} />
    </li>
  )
}
