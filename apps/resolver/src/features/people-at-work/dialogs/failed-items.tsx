import { Plural, useLingui } from '@lingui/react/macro'
import { ProblemError, UnknownOutcomeError } from '../../../lib/http/problem-error.ts'
import type { Failed } from '../use-change.ts'
import classes from './dialog.module.css'

/** What did not happen, item by item, and why. */
export function FailedItems({ failed }: { failed: readonly Failed[] }) {
  if (failed.length === 0) return null
  return (
    <div className={classes.problem} role="alert">
      <p className={classes.text}>
        <Plural value={failed.length} one="# item was not changed:" other="# items were not changed:" />
      </p>
      <ul className={classes.failed}>
        {failed.map(({ item, error }) => (
          <li key={item.id}>
            <b>{item.title}</b>: <Reason error={error} />
          </li>
        ))}
      </ul>
    </div>
  )
}

function Reason({ error }: { error: Error }) {
  const { t } = useLingui()
  if (error instanceof UnknownOutcomeError) {
    return t`the server did not answer. Send it again: it will not happen twice.`
  }
  if (!(error instanceof ProblemError)) return error.message
  switch (error.code) {
    case 'revision_changed':
      return t`it has changed meanwhile. Look at it before you try again.`
    case 'already_resolved':
    case 'auto_resolved':
      return t`it has been settled meanwhile.`
    case 'forbidden':
      return t`you may not do this with it.`
    default:
      return error.problem.fields?.map(({ message }) => message).join(', ') ?? error.message
  }
}
