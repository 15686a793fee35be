import type { ConflictDetail } from '@dartwing/protocol'
import { Button, CopyButton } from '@mantine/core'
import { IconUserCheck } from '@tabler/icons-react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { SIDES } from '../../../components/side/sides.ts'
import { plainText } from '../../../components/value/value-text.ts'
import type { Draft, UnitPick } from '../../../lib/draft/draft.ts'
import { splitFields, type Unit } from '../../../lib/draft/units.ts'
import classes from './kept-picks.module.css'

interface KeptPicksProps {
  /** The item as it was when the picks were made. */
  readonly pinned: ConflictDetail
  readonly now: ConflictDetail
  readonly draft: Draft
  readonly zone: string
  readonly onDrop: () => void
}

/** Someone, or the deadline, was first: the work of the one who came second stays readable. */
export function KeptPicks({ pinned, now, draft, zone, onDrop }: KeptPicksProps) {
  const lines = splitFields(pinned).open.flatMap((unit) => {
    const pick = draft.picks[unit.id]
    return pick === undefined ? [] : [{ label: unit.label, text: pickText(unit, pick, zone) }]
  })
  if (draft.verdict !== null)
    lines.push({ label: 'Decision', text: draft.verdict.action.replaceAll('_', ' ') })
  if (draft.comment !== '') lines.push({ label: 'Note', text: draft.comment })
  const who = now.resolution?.by_name ?? now.resolved_by ?? 'Someone'
  const title = now.state === 'auto_resolved' ? 'The deadline was first' : `${who} resolved this first`
  return (
    <Banner tone="attention" icon={<IconUserCheck size={18} />} title={title} urgent>
      {lines.length === 0 ? (
        'You had not decided anything yet. The result is below.'
      ) : (
        <>
          Your picks were not applied. The result is below; this is what you had:
          <ul className={classes.picks}>
            {lines.map((line) => (
              <li key={line.label}>
                <b>{line.label}</b>: {line.text}
              </li>
            ))}
          </ul>
          <div className={classes.actions}>
            <CopyButton value={lines.map((line) => `${line.label}: ${line.text}`).join('\n')}>
              {({ copied, copy }) => (
                <Button size="compact-sm" variant="default" onClick={copy}>
                  {copied ? 'Copied' : 'Copy my picks'}
                </Button>
              )}
            </CopyButton>
            <Button size="compact-sm" variant="default" onClick={onDrop}>
              Let them go
            </Button>
          </div>
        </>
      )}
    </Banner>
  )
}

const OTHER: Readonly<Record<string, string>> = { empty: 'empty', both: 'both kept' }

function pickText(unit: Unit, pick: UnitPick, zone: string): string {
  if ('values' in pick) {
    return unit.fields
      .filter((field) => field.name in pick.values)
      .map((field) => plainText(field, pick.values[field.name], zone))
      .join(', ')
  }
  if (pick.pick === 'empty' || pick.pick === 'both') return OTHER[pick.pick] ?? pick.pick
  const { pick: side } = pick
  return `${SIDES[side].label}, ${unit.fields.map((field) => plainText(field, field[side], zone)).join(', ')}`
}
