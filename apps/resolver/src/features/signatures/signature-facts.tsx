import type { ConflictDetail } from '@dartwing/protocol'
import { deviceLabel, SIDES } from '../../components/side/sides.ts'
import { formatDuration, formatInstant } from '../../lib/time/format.ts'
import classes from './signature-facts.module.css'
import type { SignedParty } from './signature-parties.ts'

interface SignatureFactsProps {
  readonly detail: ConflictDetail
  readonly parties: readonly [SignedParty, SignedParty]
  readonly zone: string
}

/** Complete without the pictures: someone who cannot see them can still judge what surrounds them. */
export function SignatureFacts({ detail, parties, zone }: SignatureFactsProps) {
  const rows: readonly { label: string; of: (party: SignedParty) => string }[] = [
    { label: 'Signed as', of: (party) => party.signedBy ?? 'not recorded' },
    {
      label: 'Signed at',
      of: (party) => (party.signedAt === null ? 'not recorded' : formatInstant(party.signedAt, zone)),
    },
    {
      label: 'Sent by',
      of: (party) => detail.sides[party.side].actor_name || detail.sides[party.side].actor,
    },
    { label: 'With', of: (party) => deviceLabel(detail.sides[party.side].device) ?? 'not recorded' },
    { label: 'Without contact', of: (party) => offline(detail.sides[party.side].offline_seconds) },
    { label: 'App', of: (party) => detail.sides[party.side].app_version ?? 'not recorded' },
    { label: 'Form version', of: (party) => party.templateVersion ?? 'not recorded' },
  ]
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>About the two signatures</caption>
      <thead>
        <tr>
          <td />
          {parties.map((party) => (
            <th key={party.side} scope="col">
              {SIDES[party.side].label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.label}>
            <th scope="row">{row.label}</th>
            {parties.map((party) => (
              <td key={party.side}>{row.of(party)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function offline(seconds: number | null): string {
  return seconds === null ? 'not recorded' : seconds < 60 ? 'no' : formatDuration(seconds)
}
