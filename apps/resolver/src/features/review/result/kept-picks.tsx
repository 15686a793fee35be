import type { ConflictDetail, FieldView } from '@dartwing/protocol'
import { i18n, type MessageDescriptor } from '@lingui/core'
import { msg, t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button, CopyButton } from '@mantine/core'
import { IconUserCheck } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { SIDES } from '../../../components/side/sides.ts'
import { plainText } from '../../../components/value/value-text.ts'
import { isDecided } from '../../../lib/draft/answer.ts'
import { askedUnits } from '../../../lib/draft/asked-units.ts'
import type { Draft, UnitPick, Verdict } from '../../../lib/draft/draft.ts'
import { printOfValue, samePrint } from '../../../lib/draft/prints.ts'
import type { Unit } from '../../../lib/draft/units.ts'
import classes from './kept-picks.module.css'

interface KeptPicksProps {
  readonly now: ConflictDetail
  readonly draft: Draft
  readonly zone: string
  readonly onDrop: () => void
  /** Takes their decision back and asks again, with these picks; null = this person may not. */
  readonly onReopen: (() => void) | null
}

/** Someone, or the deadline, was first: the work of the one who came second stays readable. */
export function KeptPicks({ now, draft, zone, onDrop, onReopen }: KeptPicksProps) {
  const asked = askedUnits(draft, now)
  const lines = pickLines(asked, draft, zone)
  const who = now.resolution?.by_name ?? now.resolved_by ?? t`Someone`
  const title = titleOf(now, who)
  const icon = <IconUserCheck size={18} />
  if (lines.length > 0 && isSameOutcome(asked, now, draft)) {
    return (
      <Banner tone="info" icon={icon} title={t`${who} was first, and you both chose the same`}>
        <Trans>Nothing of yours is lost.</Trans>
      </Banner>
    )
  }
  return (
    <Banner tone="attention" icon={icon} title={title} urgent>
      {lines.length === 0 ? (
        <Trans>You had not decided anything yet. The result is below.</Trans>
      ) : (
        <>
          <Trans>Your picks were not applied. The result is below; this is what you had:</Trans>
          <ul className={classes.picks}>
            {lines.map((line) => (
              <li key={line.label}>
                <b>{line.label}</b>: {line.text}
              </li>
            ))}
          </ul>
          <KeptActions lines={lines} onDrop={onDrop} onReopen={onReopen} />
        </>
      )}
    </Banner>
  )
}

function titleOf(now: ConflictDetail, who: string): string {
  if (now.state === 'withdrawn') {
    return now.server === null ? t`The record was deleted meanwhile` : t`The question has answered itself`
  }
  return now.state === 'auto_resolved' ? t`The deadline was first` : t`${who} resolved this first`
}

interface KeptActionsProps extends Pick<KeptPicksProps, 'onDrop' | 'onReopen'> {
  readonly lines: readonly Line[]
}

/** To let it stand is the way on, and has the focus; nothing is lost by it that cannot be copied first. */
function KeptActions({ lines, onDrop, onReopen }: KeptActionsProps) {
  const accept = useRef<HTMLButtonElement>(null)
  useEffect(() => accept.current?.focus({ preventScroll: true }), [])
  return (
    <div className={classes.actions}>
      <Button ref={accept} size="compact-sm" onClick={onDrop}>
        <Trans>Let their result stand</Trans>
      </Button>
      {onReopen === null ? null : (
        <Button size="compact-sm" variant="default" onClick={onReopen}>
          <Trans>Reopen with my picks</Trans>
        </Button>
      )}
      <CopyButton value={lines.map((line) => `${line.label}: ${line.text}`).join('\n')}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy}>
            {copied ? <Trans>Copied</Trans> : <Trans>Copy my picks</Trans>}
          </Button>
        )}
      </CopyButton>
    </div>
  )
}

const VERDICTS: Record<Verdict['action'], MessageDescriptor> = {
  choose: msg`Keep the record or delete it`,
  move: msg`Move to another time`,
  cancel: msg`Cancel one appointment`,
  book_anyway: msg`Keep both`,
  accept_signature: msg`Accept a signature`,
  request_signature: msg`Ask for a new signature`,
  reject_both: msg`Reject both signatures`,
  restore: msg`Restore the device’s version`,
}

function verdictText({ action, pick }: Verdict): string {
  const words = i18n._(VERDICTS[action])
  return pick === null ? words : `${words}: ${SIDES[pick].label}`
}

interface Line {
  readonly label: string
  readonly text: string
}

function pickLines(asked: readonly Unit[], draft: Draft, zone: string): readonly Line[] {
  const lines: Line[] = asked.flatMap((unit) => {
    const pick = draft.picks[unit.id]
    return pick === undefined ? [] : [{ label: unit.label, text: pickText(unit, pick, zone) }]
  })
  if (draft.verdict !== null) lines.push({ label: t`Decision`, text: verdictText(draft.verdict) })
  if (draft.comment !== '') lines.push({ label: t`Note`, text: draft.comment })
  return lines
}

/** Did the one who was first store what these picks say? Only of values: a decision as a whole says more than they do. */
function isSameOutcome(
  asked: readonly Unit[],
  { kind, resolution, state }: ConflictDetail,
  draft: Draft,
): boolean {
  if (kind !== 'field_conflict' || resolution === null || state !== 'resolved') return false
  return asked.every((unit) => {
    const pick = draft.picks[unit.id]
    if (pick === undefined || !isDecided(unit, pick)) return false
    return unit.fields.every((field) => {
      const decision = resolution.decisions.find((one) => one.field === field.name)
      if (decision === undefined) return true
      return samePrint(printOfValue(field, decision.value ?? null), pickedValue(field, pick))
    })
  })
}

function pickedValue(field: FieldView, pick: UnitPick): unknown {
  if ('values' in pick) return pick.values[field.name] ?? null
  if (pick.pick === 'empty') return null
  return pick.pick === 'both' ? undefined : (field[pick.pick] ?? null)
}

function pickText(unit: Unit, pick: UnitPick, zone: string): string {
  if ('values' in pick) {
    return unit.fields
      .filter((field) => field.name in pick.values)
      .map((field) => plainText(field, pick.values[field.name], zone))
      .join(', ')
  }
  if (pick.pick === 'empty') return t`empty`
  if (pick.pick === 'both') return t`both kept`
  const { pick: side } = pick
  return `${SIDES[side].label}, ${unit.fields.map((field) => plainText(field, field[side], zone)).join(', ')}`
}
