import type { AuditEntry } from '@dartwing/protocol'

/** One entry as a sentence without its time: who did what to whom. */
export function logSentence({ actor, act, subject, from, to }: AuditEntry): string {
  const whom = subject ?? 'the organisation'
  switch (act) {
    case 'invited':
      return `${actor} invited ${whom}${to === null ? '' : ` as ${to}`}`
    case 'joined':
      return `${whom} joined${to === null ? '' : ` as ${to}`}`
    case 'role_changed':
      return `${actor} made ${whom} ${to ?? 'something else'}${from === null ? '' : `, before: ${from}`}`
    case 'disabled':
      return `${actor} disabled ${whom}`
    case 'enabled':
      return `${actor} enabled ${whom}`
    case 'link_made':
      return `${actor} made a link for ${whom}, ${to === 'reset' ? 'to a new password' : 'to join'}`
    case 'password_reset':
      return `${whom} chose a new password by a link`
    case 'promoted':
      return `${actor} promoted ${whom} from ${from} to ${to}`
    case 'demoted':
      return `${actor} demoted ${whom} from ${from} to ${to}`
  }
}
