import type { Action } from '@dartwing/rules'
import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconSignature, IconSignatureOff, IconWritingSign } from '@tabler/icons-react'
import { useState } from 'react'
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

/**
 * Two signatures on one form: look at both, know what surrounds them, take one, ask anew, or refuse both. Nobody accepts
 * a signature before both pictures, as they are now, have been on their screen.
 */
export function SignatureDecision() {
  const { t } = useLingui()
  const { detail, zone } = useItem()
  const [onScreen, setOnScreen] = useState<ReadonlySet<string>>(new Set())
  const parties = [partyOf(detail, 'server'), partyOf(detail, 'client')] as const
  const signed = parties.filter(({ picture }) => picture !== null)
  const addShown = (picture: string): void => {
    if (!onScreen.has(picture)) setOnScreen((before) => new Set(before).add(picture))
  }
  return (
    <div className={classes.review}>
      <section className={classes.panel} aria-label={t`The two signatures`}>
        <SignaturePair parties={parties} onShown={addShown} />
        <SignatureFacts detail={detail} parties={parties} zone={zone} />
      </section>
      <SignedContent />
      <SignatureRadios
        sides={signed.map(({ side }) => side)}
        sawAll={signed.every(({ picture }) => picture !== null && onScreen.has(picture))}
      />
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

interface SignatureRadiosProps {
  /** Those that have a signature. */
  readonly sides: readonly SignedSide[]
  readonly sawAll: boolean
}

function SignatureRadios({ sides, sawAll }: SignatureRadiosProps) {
  const { t } = useLingui()
  const { detail, canDecide } = useItem()
  const store = useDraftStore()
  const verdict = useDraft((draft) => draft.verdict)
  const comment = useDraft((draft) => draft.comment)
  const wantsReason = useDraft(needsReason)
  const offered = ANSWERS.filter(
    ({ action, pick }) => detail.actions.includes(action) && (pick === null || sides.includes(pick)),
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
