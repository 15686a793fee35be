import type { ConflictDetail } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
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
  const { t } = useLingui()
  const unknown = t`not recorded`
  const offline = (seconds: number | null): string =>
    seconds === null ? unknown : seconds < 60 ? t`no` : formatDuration(seconds)
  const rows: readonly { label: string; of: (party: SignedParty) => string }[] = [
    { label: t`Signed as`, of: (party) => party.signedBy ?? unknown },
    {
      label: t`Signed at`,
      of: (party) => (party.signedAt === null ? unknown : formatInstant(party.signedAt, zone)),
    },
    {
      label: t`Sent by`,
      of: (party) => detail.sides[party.side].actor_name || detail.sides[party.side].actor,
    },
    { label: t`With`, of: (party) => deviceLabel(detail.sides[party.side].device) ?? unknown },
    { label: t`Without contact`, of: (party) => offline(detail.sides[party.side].offline_seconds) },
    { label: t`App`, of: (party) => detail.sides[party.side].app_version ?? unknown },
    { label: t`Form version`, of: (party) => party.templateVersion ?? unknown },
  ]
  return (
    <table className={classes.table}>
      <caption className={classes.caption}>
        <Trans>About the two signatures</Trans>
      </caption>
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
