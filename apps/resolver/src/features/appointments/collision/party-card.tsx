import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { deviceLabel, SIDES } from '../../../components/side/sides.ts'
import { LinkValue } from '../../../components/value/link-value.tsx'
import { formatDuration, formatInstant, formatRange } from '../../../lib/time/format.ts'
import { ContactStrip } from '../contact-strip.tsx'
import { factsOf, type Party } from './collision-parties.ts'
import classes from './party-card.module.css'

interface PartyCardProps {
  readonly party: Party
  readonly part: string
  readonly zone: string
}

export function PartyCard({ party, part, zone }: PartyCardProps) {
  const { icon: Icon, label, tone } = SIDES[party.side]
  const { who } = party
  return (
    <article className={classes.card} data-tone={tone} aria-label={`${part}: ${party.title}`}>
      <p className={classes.role}>
        <Icon size={15} stroke={1.9} aria-hidden />
        {part} <span className={classes.side}>({label})</span>
      </p>
      <h2 className={classes.title}>{party.title}</h2>
      <p className={classes.time}>
        {party.slot === null ? t`Time not recorded` : formatRange(party.slot.start, party.slot.end, zone)}
      </p>
      <dl className={classes.facts}>
        {factsOf(party.doc).map((fact) => (
          <div key={fact.label} className={classes.fact}>
            <dt>{fact.label}</dt>
            <dd>
              <LinkValue name={fact.text} />
            </dd>
          </div>
        ))}
        <div className={classes.fact}>
          <dt>
            <Trans>Booked by</Trans>
          </dt>
          <dd>
            {who.actor_name || who.actor}
            {who.at === null ? null : <time dateTime={who.at}>, {formatInstant(who.at, zone, 'short')}</time>}
            {who.device === null ? '' : `, ${deviceLabel(who.device)}`}
            {who.offline_seconds === null || who.offline_seconds < 60
              ? ''
              : `, ${t`offline ${formatDuration(who.offline_seconds)}`}`}
          </dd>
        </div>
      </dl>
      <ContactStrip doc={party.doc} />
    </article>
  )
}
