import type { ItemResult } from '@dartwing/protocol'
import { Trans } from '@lingui/react/macro'
import { Answer } from './answer.tsx'
import classes from './answers.module.css'

/** What the server made of the phone's changes, the newest first. */
export function Answers({ answers, zone }: { answers: readonly ItemResult[]; zone: string }) {
  if (answers.length === 0) {
    return (
      <p className={classes.none}>
        <Trans>Nothing has come back yet. Change a record and sync.</Trans>
      </p>
    )
  }
  return (
    <ul className={classes.list}>
      {answers.map((answer) => (
        <li key={answer.mutation_id ?? answer.server_ts} className={classes.entry}>
          <Answer answer={answer} zone={zone} />
        </li>
      ))}
    </ul>
  )
}
