import type { AuditEntry } from '@dartwing/protocol'
import { t } from '@lingui/core/macro'

/** One entry as a sentence without its time: who did what to whom. */
export function logSentence({ actor, act, subject, from, to }: AuditEntry): string {
  const whom = subject ?? t`the organisation`
  const before = from ?? ''
  const after = to ?? ''
  switch (act) {
    case 'invited':
      return to === null ? t`${actor} invited ${whom}` : t`${actor} invited ${whom} as ${to}`
    case 'joined':
      return to === null ? t`${whom} joined` : t`${whom} joined as ${to}`
    case 'role_changed': {
      const role = to ?? t`something else`
      return from === null
        ? t`${actor} made ${whom} ${role}`
        : t`${actor} made ${whom} ${role}, before: ${from}`
    }
    case 'disabled':
      return t`${actor} disabled ${whom}`
    case 'enabled':
      return t`${actor} enabled ${whom}`
    case 'link_made':
      return to === 'reset'
        ? t`${actor} made a link for ${whom}, to a new password`
        : t`${actor} made a link for ${whom}, to join`
    case 'password_reset':
      return t`${whom} chose a new password by a link`
    case 'promoted':
      return t`${actor} promoted ${whom} from ${before} to ${after}`
    case 'demoted':
      return t`${actor} demoted ${whom} from ${before} to ${after}`
    case 'timer_paused':
      return t`${actor} paused the timer of ${whom}: ${after}`
    case 'timer_resumed':
      return t`${actor} let the timer of ${whom} go on`
  }
}
