import { Plural, Trans } from '@lingui/react/macro'
import { useQuery } from '@tanstack/react-query'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { useItem } from '../../../lib/draft/item-context.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { useSession } from '../../../lib/session/use-session.ts'
import { partyOf, type SignedSide } from '../signature-parties.ts'
import { type ChangedField, changedSinceDevice, changedSinceServer } from './changed-since.ts'
import { formHistoryOptions } from './form-history.ts'
import classes from './signed-content.module.css'

/** The real question about a signature: does the form still say what was signed? */
export function SignedContent() {
  const { detail } = useItem()
  const { org } = useSession()
  const { data, isPending } = useQuery(formHistoryOptions(org.org, detail.doctype, detail.name))
  const server = data === undefined ? null : changedSinceServer(detail, data.items)
  return (
    <section className={classes.panel} aria-labelledby="signed-content">
      <h2 id="signed-content" className={classes.heading}>
        <Trans>What was signed</Trans>
      </h2>
      <Side side="server" changed={server} isPending={isPending} />
      <Side side="client" changed={changedSinceDevice(detail)} isPending={false} />
    </section>
  )
}

interface SideProps {
  readonly side: SignedSide
  /** Null = nobody knows any more. */
  readonly changed: readonly ChangedField[] | null
  readonly isPending: boolean
}

function Side({ side, changed, isPending }: SideProps) {
  const { detail, zone } = useItem()
  if (partyOf(detail, side).picture === null) return null
  return (
    <div className={classes.side}>
      <p className={classes.sentence}>
        <SideLabel side={side} /> <Sentence changed={changed} isPending={isPending} />
      </p>
      {changed === null || changed.length === 0 ? null : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">
                <Trans>Field</Trans>
              </th>
              <th scope="col">
                <Trans>When it was signed</Trans>
              </th>
              <th scope="col">
                <Trans>Now</Trans>
              </th>
            </tr>
          </thead>
          <tbody>
            {changed.map((field) => (
              <tr key={field.name}>
                <th scope="row">{ruleText(field.label)}</th>
                <td>
                  <Value field={field} value={field.signed ?? null} zone={zone} />
                </td>
                <td>
                  <Value field={field} value={field.now ?? null} zone={zone} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  )
}

function Sentence({ changed, isPending }: Pick<SideProps, 'changed' | 'isPending'>) {
  if (isPending) return <Trans>Reading the form’s history…</Trans>
  if (changed === null) return <Trans>What the form said when this was signed is not recorded.</Trans>
  if (changed.length === 0) return <Trans>The form says the same today as when this was signed.</Trans>
  return (
    <Plural
      value={changed.length}
      one="# field of the form says something else today:"
      other="# fields of the form say something else today:"
    />
  )
}
