import type { ItemResult } from '@dartwing/protocol'
import { i18n } from '@lingui/core'
import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Badge, Button } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { WhyLine } from '../../../components/conflict/why-line.tsx'
import { SideLabel } from '../../../components/side/side-label.tsx'
import { Value } from '../../../components/value/value.tsx'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { usePhone } from '../phone/use-phone.ts'
import { ANSWERS, type Decision, fieldOf, toldDecisions } from './answer-words.ts'
import classes from './answers.module.css'

interface AnswerProps {
  readonly answer: ItemResult
  readonly zone: string
}

/** One answer: per field which side stands, by which rule, and why. */
export function Answer({ answer, zone }: AnswerProps) {
  const { words, color } = ANSWERS[answer.status]
  return (
    <>
      <div className={classes.line}>
        <b>{answer.doctype === null ? null : ruleText(answer.doctype)}</b>
        <Badge variant="light" color={color} tt="none">
          {i18n._(words)}
        </Badge>
      </div>
      <span className={classes.soft}>{answer.name}</span>
      {answer.error === null ? null : <Refused answer={answer} error={answer.error} />}
      {toldDecisions(answer).map((decision) => (
        <DecisionLine key={decision.field} answer={answer} decision={decision} zone={zone} />
      ))}
      {answer.conflict_id === null ? null : (
        <ButtonLink to="/c/$id" params={{ id: answer.conflict_id }} search={{}} size="compact-sm">
          <Trans>Decide in the resolver</Trans>
        </ButtonLink>
      )}
    </>
  )
}

interface RefusedProps {
  readonly answer: ItemResult
  readonly error: NonNullable<ItemResult['error']>
}

/** Why, and which fields it is about. */
function Refused({ answer, error: { message, fields = [] } }: RefusedProps) {
  return (
    <div className={classes.problem}>
      {ruleText(message)}
      {fields.map(({ path, message: why }) => (
        <div key={path}>
          <b>{ruleText(fieldOf(answer.doctype, fieldAt(path)).label)}</b>: {why}
        </div>
      ))}
    </div>
  )
}

/** A path such as `data.parts_used.0.quantity` is about a field of the record. */
function fieldAt(path: string): string {
  return path.replace(/^data\./, '').split('.')[0] ?? path
}

function DecisionLine({ answer, decision, zone }: AnswerProps & { decision: Decision }) {
  const { label, type, unit } = fieldOf(answer.doctype, decision.field)
  const field = { label, type, unit: unit ?? null }
  const { winner } = decision
  return (
    <div className={classes.decision}>
      <div className={classes.line}>
        <b>{ruleText(label)}</b>
        {winner === 'server' || winner === 'client' ? <SideLabel side={winner} suffix={t`stands`} /> : null}
        {winner === 'both' ? (
          <span>
            <Trans>both are kept</Trans>
          </span>
        ) : null}
        {winner === 'pending' ? (
          <span>
            <Trans>waits for a person</Trans>
          </span>
        ) : null}
      </div>
      {decision.client === undefined || winner === 'client' ? null : (
        <p className={classes.pair}>
          <Trans>
            Yours: <Value field={field} value={decision.client} zone={zone} />
          </Trans>
        </p>
      )}
      {decision.server === undefined || winner === 'client' ? null : (
        <p className={classes.pair}>
          <Trans>
            Server: <Value field={field} value={decision.server} zone={zone} />
          </Trans>
        </p>
      )}
      <WhyLine rule={decision.rule} reason={decision.reason ?? null} pending={winner === 'pending'} />
      {winner === 'server' && decision.rule !== 'not_permitted' ? (
        <WriteAgain answer={answer} decision={decision} label={ruleText(label)} />
      ) : null}
    </div>
  )
}

/** The value that lost is not gone: written on top of what the server has now, it is an ordinary change. */
function WriteAgain({ answer, decision, label }: { answer: ItemResult; decision: Decision; label: string }) {
  const phone = usePhone()
  const { doctype, name } = answer
  const { field, client } = decision
  const restore = useMutation({
    mutationFn: async () => {
      if (doctype !== null && client !== undefined) await phone.save(doctype, name, { [field]: client })
    },
  })
  if (doctype === null || name === null || client === undefined) return null
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={restore.isPending}
      disabled={restore.isSuccess}
      aria-label={t`Restore my ${label}`}
      onClick={() => restore.mutate()}
    >
      {restore.isSuccess ? t`Written again` : t`Restore mine`}
    </Button>
  )
}
