import type { Action } from '@dartwing/rules'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconSignature, IconSignatureOff, IconWritingSign } from '@tabler/icons-react'
import radio from '../../components/choice/radio.module.css'
import { ReasonField } from '../../components/choice/reason-field.tsx'
import { needsReason } from '../../lib/draft/answer.ts'
import { useDraft, useDraftStore } from '../../lib/draft/draft-store.ts'
import { useItem } from '../../lib/draft/item-context.ts'
import { SignedContent } from './content/signed-content.tsx'
import classes from './signature-decision.module.css'
import { SignatureFacts } from './signature-facts.tsx'
import { SignaturePair } from './signature-pair.tsx'
import { partyOf, type SignedSide } from './signature-parties.ts'

/** Two signatures on one form: look at both, know what surrounds them, take one, ask anew, or refuse both. */
export function SignatureDecision() {
  const { t } = useLingui()
  const { detail, zone } = useItem()
  const parties = [partyOf(detail, 'server'), partyOf(detail, 'client')] as const
  return (
    <div className={classes.review}>
      <section className={classes.panel} aria-label={t`The two signatures`}>
        <SignaturePair parties={parties} />
        <SignatureFacts detail={detail} parties={parties} zone={zone} />
      </section>
      <SignedContent />
      <SignatureRadios shown={parties.filter((party) => party.picture !== null).map((party) => party.side)} />
    </div>
  )
}

interface Answer {
  readonly action: Action
  readonly pick: SignedSide | null
  readonly label: MessageDescriptor
  readonly hint: MessageDescriptor
  readonly icon: typeof IconSignature
}

const ANSWERS: readonly Answer[] = [
  {
    action: 'accept_signature',
    pick: 'server',
    label: msg`Accept the Server signature`,
    hint: msg`The form becomes valid with it`,
    icon: IconSignature,
  },
  {
    action: 'accept_signature',
    pick: 'client',
    label: msg`Accept the Device signature`,
    hint: msg`The form becomes valid with it`,
    icon: IconSignature,
  },
  {
    action: 'request_signature',
    pick: null,
    label: msg`Request a new signature`,
    hint: msg`Both are set aside and the form is open again`,
    icon: IconWritingSign,
  },
  {
    action: 'reject_both',
    pick: null,
    label: msg`Reject both`,
    hint: msg`The form becomes invalid`,
    icon: IconSignatureOff,
  },
]

function SignatureRadios({ shown }: { shown: readonly SignedSide[] }) {
  const { t } = useLingui()
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
      <legend className={classes.legend}>
        <Trans>Your decision</Trans>
      </legend>
      {sawAll ? null : (
        <p className={classes.note} role="status">
          <Trans>A signature can be accepted once both pictures have been shown.</Trans>
        </p>
      )}
      {offered.map(({ action, pick, label, hint, icon: Icon }) => {
        const chosen = verdict?.action === action && verdict.pick === pick
        return (
          <label key={`${action} ${pick}`} className={classes.option} data-chosen={chosen || undefined}>
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
              <b>{t(label)}</b>
              <span className={classes.hint}>{t(hint)}</span>
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
