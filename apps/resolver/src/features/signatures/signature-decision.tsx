import type { Action } from '@dartwing/rules'
import { IconSignature, IconSignatureOff, IconWritingSign } from '@tabler/icons-react'
import radio from '../../components/choice/radio.module.css'
import { ReasonField } from '../../components/choice/reason-field.tsx'
import { SideLabel } from '../../components/side/side-label.tsx'
import { Value } from '../../components/value/value.tsx'
import { needsReason } from '../../lib/draft/answer.ts'
import { useDraft, useDraftStore } from '../../lib/draft/draft-store.ts'
import { useItem } from '../../lib/draft/item-context.ts'
import classes from './signature-decision.module.css'
import { SignatureFacts } from './signature-facts.tsx'
import { SignaturePair } from './signature-pair.tsx'
import { formDifferences, partyOf, type SignedSide } from './signature-parties.ts'

/** Two signatures on one form: look at both, know what surrounds them, take one, ask anew, or refuse both. */
export function SignatureDecision() {
  const { detail, zone } = useItem()
  const parties = [partyOf(detail, 'server'), partyOf(detail, 'client')] as const
  return (
    <div className={classes.review}>
      <section className={classes.panel} aria-label="The two signatures">
        <SignaturePair parties={parties} />
        <SignatureFacts detail={detail} parties={parties} zone={zone} />
      </section>
      <SignedContent />
      <SignatureRadios shown={parties.filter((party) => party.picture !== null).map((party) => party.side)} />
    </div>
  )
}

function SignedContent() {
  const { detail, zone } = useItem()
  const differences = formDifferences(detail)
  return (
    <section className={classes.panel} aria-labelledby="signed-content">
      <h2 id="signed-content" className={classes.heading}>
        What was signed
      </h2>
      <p className={classes.note}>
        What the form said at the moment of each signature is not recorded, so changes made after signing
        cannot be listed.
        {differences.length === 0
          ? ' Apart from the signatures, the two forms agree.'
          : ' Today the two forms differ in:'}
      </p>
      {differences.length === 0 ? null : (
        <dl className={classes.differences}>
          {differences.map((field) => (
            <div key={field.name} className={classes.difference}>
              <dt>{field.label}</dt>
              {(['server', 'client'] as const).map((side) => (
                <dd key={side}>
                  <SideLabel side={side} />
                  <Value field={field} value={field[side]} zone={zone} />
                </dd>
              ))}
            </div>
          ))}
        </dl>
      )}
    </section>
  )
}

interface Answer {
  readonly action: Action
  readonly pick: SignedSide | null
  readonly label: string
  readonly hint: string
  readonly icon: typeof IconSignature
}

const ANSWERS: readonly Answer[] = [
  {
    action: 'accept_signature',
    pick: 'server',
    label: 'Accept the Server signature',
    hint: 'The form becomes valid with it',
    icon: IconSignature,
  },
  {
    action: 'accept_signature',
    pick: 'client',
    label: 'Accept the Device signature',
    hint: 'The form becomes valid with it',
    icon: IconSignature,
  },
  {
    action: 'request_signature',
    pick: null,
    label: 'Request a new signature',
    hint: 'Both are set aside and the form is open again',
    icon: IconWritingSign,
  },
  {
    action: 'reject_both',
    pick: null,
    label: 'Reject both',
    hint: 'The form becomes invalid',
    icon: IconSignatureOff,
  },
]

function SignatureRadios({ shown }: { shown: readonly SignedSide[] }) {
  const { detail, canDecide } = useItem()
  const store = useDraftStore()
  const verdict = useDraft((draft) => draft.verdict)
  const seen = useDraft((draft) => draft.seen)
  const comment = useDraft((draft) => draft.comment)
  const wantsReason = useDraft(needsReason)
  const sawAll = shown.every((side) => seen.includes(side))
  const offered = ANSWERS.filter(
    ({ action, pick }) => detail.actions.includes(action) && (pick === null || shown.includes(pick)),
  )
  return (
    <fieldset className={classes.fieldset} disabled={!canDecide} data-unit="verdict" tabIndex={-1}>
      <legend className={classes.legend}>Your decision</legend>
      {sawAll ? null : (
        <p className={classes.note} role="status">
          A signature can be accepted once both pictures have been shown.
        </p>
      )}
      {offered.map(({ action, pick, label, hint, icon: Icon }) => {
        const chosen = verdict?.action === action && verdict.pick === pick
        return (
          <label key={label} className={classes.option} data-chosen={chosen || undefined}>
            <input
              type="radio"
              name="verdict"
              className={radio.radio}
              checked={chosen}
              disabled={pick !== null && !sawAll}
              onChange={() =>
                store.dispatch({ type: 'judged', verdict: { action, target: 'this', pick, values: null } })
              }
            />
            <Icon size={18} stroke={1.7} aria-hidden className={classes.icon} />
            <span>
              <b>{label}</b>
              <span className={classes.hint}>{hint}</span>
            </span>
          </label>
        )
      })}
      {wantsReason ? (
        <ReasonField
          value={comment}
          onChange={(reason) => store.dispatch({ type: 'commented', comment: reason })}
        />
      ) : null}
    </fieldset>
  )
}
