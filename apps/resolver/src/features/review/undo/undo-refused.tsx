import { type ConflictDetail, type Problem, UNDO_OWN_MINUTES } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { IconArrowBackUp } from '@tabler/icons-react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { formatInstant } from '../../../lib/time/format.ts'
import { type LaterEdit, laterEdits, openQuestion } from './changed-since.ts'
import classes from './undo.module.css'

interface UndoRefusedProps {
  readonly problem: Problem
  readonly detail: ConflictDetail
  readonly zone: string
}

/** The record has moved on since the decision: what stands in the way, and where to look. */
export function UndoRefused({ problem, detail, zone }: UndoRefusedProps) {
  const { t } = useLingui()
  const icon = <IconArrowBackUp size={18} />
  if (problem.code === 'forbidden') {
    return (
      <Banner tone="info" icon={icon} title={t`You may not undo this any longer`} urgent>
        <Trans>
          Your own decision can be undone for {UNDO_OWN_MINUTES} minutes; after that an admin can.
        </Trans>
      </Banner>
    )
  }
  if (problem.code === 'not_decided' || problem.code === 'revision_changed') {
    return (
      <Banner tone="info" icon={icon} title={t`This was undone or decided again already`} urgent>
        <Trans>The page shows how it stands now.</Trans>
      </Banner>
    )
  }
  if (problem.code === 'slot_taken') {
    return (
      <Banner tone="attention" icon={icon} title={t`The earlier time is no longer free`} urgent>
        <Trans>Somebody else has booked it since. Move the appointment instead.</Trans>
      </Banner>
    )
  }
  return <ChangedSince problem={problem} detail={detail} zone={zone} />
}

function ChangedSince({ problem, detail, zone }: UndoRefusedProps) {
  const { t } = useLingui()
  const edits = laterEdits(problem)
  const first = openQuestion(problem)
  return (
    <Banner
      tone="attention"
      icon={<IconArrowBackUp size={18} />}
      title={t`It was changed after this decision, so it stays`}
      urgent
      actions={
        first === null ? (
          <ButtonLink
            size="compact-md"
            variant="default"
            to="/history/$doctype/$name"
            params={{ doctype: detail.doctype, name: detail.name }}
          >
            <Trans>Look at the record</Trans>
          </ButtonLink>
        ) : (
          <ButtonLink size="compact-md" to="/c/$id" params={{ id: first }} search={(before) => before}>
            <Trans>Open the newer question</Trans>
          </ButtonLink>
        )
      }
    >
      {first === null ? null : (
        <Trans>A newer question about this record is open. Decide that one first.</Trans>
      )}
      {edits.length === 0 ? null : (
        <ul className={classes.edits}>
          {edits.map((edit) => (
            <EditLine key={edit.name} edit={edit} detail={detail} zone={zone} />
          ))}
        </ul>
      )}
    </Banner>
  )
}

function EditLine({ edit, detail, zone }: { edit: LaterEdit; detail: ConflictDetail; zone: string }) {
  return (
    <li>
      <b>{edit.name === detail.name ? detail.title : edit.name}</b>:{' '}
      {edit.deleted ? <Trans>deleted</Trans> : labels(detail, edit.fields)}
      {edit.by === null ? null : `, ${edit.by}`}
      {edit.at === null ? null : (
        <>
          {', '}
          <time dateTime={edit.at}>{formatInstant(edit.at, zone)}</time>
        </>
      )}
    </li>
  )
}

function labels(detail: ConflictDetail, names: readonly string[]): string {
  return names
    .map((name) =>
      ruleText(detail.fields_view.find((field) => field.name === name)?.label ?? name.replaceAll('_', ' ')),
    )
    .join(', ')
}
