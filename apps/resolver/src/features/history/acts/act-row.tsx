import type { Act } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { UnstyledButton } from '@mantine/core'
import {
  IconArrowBackUp,
  IconClockPlus,
  IconHourglassEmpty,
  IconScale,
  IconUserCheck,
  IconUserShare,
} from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { isPerson } from '../../../lib/is-person.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { deedOf } from './act-words.ts'
import classes from './acts.module.css'

const ICONS = {
  person: IconUserCheck,
  rule: IconScale,
  timer: IconHourglassEmpty,
  undone: IconArrowBackUp,
  extended: IconClockPlus,
  reassigned: IconUserShare,
} as const satisfies Record<Act['kind'], typeof IconScale>

interface ActRowProps {
  readonly act: Act
  readonly zone: string
  /** Shows only what this person did. */
  readonly onPerson: (email: string) => void
}

/** One act: who did what, about which record, which fields, when, and why. */
export function ActRow({ act, zone, onPerson }: ActRowProps) {
  const { t, i18n } = useLingui()
  const Icon = ICONS[act.kind]
  const { actor, actor_name, doctype, name, rule_set } = act
  // Of two records that were moved together, both have a start.
  const fields = [...new Set(act.fields.map(ruleText))]
  return (
    <li className={classes.row}>
      <span className={classes.icon} data-kind={act.kind} aria-hidden>
        <Icon size={18} stroke={1.8} />
      </span>
      <div className={classes.what}>
        <p className={classes.deed}>{i18n._(deedOf(act))}</p>
        <p className={classes.about}>
          <Link to="/history/$doctype/$name" params={{ doctype, name }} className={classes.record}>
            {act.title}
          </Link>
          <span className={classes.soft}>
            {ruleText(doctype)}
            {fields.length === 0 ? null : ` · ${fields.join(', ')}`}
          </span>
        </p>
        {act.comment === null ? null : <blockquote className={classes.comment}>{act.comment}</blockquote>}
      </div>
      <div className={classes.aside}>
        {isPerson(actor) ? (
          <UnstyledButton
            className={classes.person}
            aria-label={t`${actor_name}: show only what they did`}
            onClick={() => onPerson(actor)}
          >
            {actor_name}
          </UnstyledButton>
        ) : (
          <span>{actor_name}</span>
        )}
        <time dateTime={act.at} className={classes.soft}>
          {formatInstant(act.at, zone)}
        </time>
        {rule_set === null ? null : (
          <span className={classes.soft}>
            <Trans>Rules {rule_set.slice(0, 8)}</Trans>
          </span>
        )}
        <Link to="/c/$id" params={{ id: act.conflict_id }} search={{}} className={classes.record}>
          <Trans>See the decision</Trans>
        </Link>
      </div>
    </li>
  )
}
