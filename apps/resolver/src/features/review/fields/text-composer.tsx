import type { FieldView } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea } from '@mantine/core'
import { SIDES } from '../../../components/side/sides.ts'
import { WordDiff } from '../../../components/value/word-diff.tsx'
import { joinTexts } from '../../../lib/draft/join-texts.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import classes from './text-composer.module.css'

interface TextComposerProps {
  readonly field: FieldView
  readonly text: string
  readonly problem: string | null
  readonly onChange: (text: string) => void
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null)

/** A long text is put together from what the sides wrote, then edited; what it makes of the text before is shown. */
export function TextComposer({ field, text, problem, onChange }: TextComposerProps) {
  const { t } = useLingui()
  const [before, server, client] = [textOf(field.base), textOf(field.server), textOf(field.client)]
  const sides = [
    { name: 'server', text: server },
    { name: 'client', text: client },
  ] as const
  return (
    <div className={classes.composer}>
      <fieldset className={classes.inserts} aria-label={t`Put together: ${ruleText(field.label)}`}>
        {sides.map((side) => {
          const { label, icon: Icon } = SIDES[side.name]
          return side.text === null ? null : (
            <Button
              key={side.name}
              size="compact-sm"
              variant="default"
              leftSection={<Icon size={14} aria-hidden />}
              onClick={() => onChange(side.text ?? '')}
            >
              {label}
            </Button>
          )
        })}
        {server === null || client === null ? null : (
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => onChange(joinTexts(before, server, client))}
          >
            <Trans>Both</Trans>
          </Button>
        )}
      </fieldset>
      <Textarea
        label={ruleText(field.label)}
        error={problem}
        autosize
        minRows={3}
        maxRows={14}
        value={text}
        dir="auto"
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      {before === null || before === text ? null : (
        <div className={classes.result}>
          <span className={classes.caption}>
            <Trans>What this changes against Before</Trans>
          </span>
          <WordDiff before={before} after={text} />
        </div>
      )}
    </div>
  )
}
