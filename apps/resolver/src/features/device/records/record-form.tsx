import type { LocalDocument } from '@dartwing/client'
import type { ItemResult } from '@dartwing/protocol'
import type { Doc, DocTypeRule, Json } from '@dartwing/rules'
import { t } from '@lingui/core/macro'
import { Plural, Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { IconChevronLeft } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { type FormEvent, type RefObject, useLayoutEffect, useRef, useState } from 'react'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'
import { focusInView } from '../../../lib/focus-in-view.ts'
import { Answer } from '../answers/answer.tsx'
import { FileLists } from '../files/files.tsx'
import { usePhone } from '../phone/use-phone.ts'
import { FieldInput } from './field-input.tsx'
import { changesOf, titleOf, typedFields } from './record-words.ts'
import classes from './records.module.css'

interface RecordFormProps {
  readonly rule: DocTypeRule
  readonly record: LocalDocument
  /** The last one about this record. */
  readonly answer: ItemResult | null
  readonly zone: string
  readonly role: string
  /** What was typed and not saved. */
  readonly typed: Doc
  readonly onTyped: (change: (typed: Doc) => Doc) => void
  readonly onClose: () => void
}

/** One record as its rule describes it. Saving needs no signal. */
export function RecordForm(props: RecordFormProps) {
  const { rule, record, answer, zone, role, typed, onTyped, onClose } = props
  const phone = usePhone()
  const heading = useHeadingInView()
  const before = record.data ?? {}
  const changes = changesOf(rule, before, typed, zone)
  const save = useMutation({
    mutationFn: () => phone.save(record.doctype, record.name, changes),
    onSuccess: () => onTyped(() => ({})),
  })
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (Object.keys(changes).length > 0) save.mutate()
  }
  const change = (name: string, value: Json): void => {
    save.reset()
    onTyped((now) => ({ ...now, [name]: value }))
  }
  return (
    <form onSubmit={submit} className={classes.form}>
      <Button variant="subtle" leftSection={<IconChevronLeft size={16} aria-hidden />} onClick={onClose}>
        <Trans>All records</Trans>
      </Button>
      <h3 ref={heading} tabIndex={-1} className={classes.heading}>
        {titleOf(record)}
      </h3>
      <Held record={record} />
      {answer === null || answer.status === 'success' ? null : (
        <div className={classes.answer}>
          <Answer answer={answer} zone={zone} />
        </div>
      )}
      <FileLists rule={rule} role={role} record={record} />
      <Fields rule={rule} role={role} before={before} typed={typed} zone={zone} onChange={change} />
      <SaveBar
        isIdle={Object.keys(changes).length === 0}
        isSaving={save.isPending}
        words={save.error?.message ?? (save.isSuccess ? t`Saved. It is in the queue.` : '')}
      />
    </form>
  )
}

interface FieldsProps extends Pick<RecordFormProps, 'rule' | 'role' | 'typed' | 'zone'> {
  readonly before: Doc
  readonly onChange: (name: string, value: Json) => void
}

/** Those that have a value; the empty ones when somebody asks. */
function Fields({ rule, role, before, typed, zone, onChange }: FieldsProps) {
  const [isWhole, setIsWhole] = useState(false)
  const all = typedFields(rule, role)
  const filled = all.filter(([name]) => before[name] != null || name in typed)
  return (
    <>
      {(isWhole ? all : filled).map(([name, def]) => (
        <FieldInput
          key={name}
          name={name}
          def={def}
          value={typed[name] ?? before[name] ?? null}
          zone={zone}
          onChange={(value) => onChange(name, value)}
        />
      ))}
      {isWhole || filled.length === all.length ? null : (
        <Button variant="default" onClick={() => setIsWhole(true)}>
          <Plural
            value={all.length - filled.length}
            one="Show the # empty field"
            other="Show the # empty fields"
          />
        </Button>
      )}
    </>
  )
}

/** The record takes the place of a long list, which may have been read far down. */
function useHeadingInView(): RefObject<HTMLHeadingElement | null> {
  const heading = useRef<HTMLHeadingElement>(null)
  useLayoutEffect(() => focusInView(heading.current), [])
  return heading
}

interface SaveBarProps {
  readonly isIdle: boolean
  readonly isSaving: boolean
  readonly words: string
}

function SaveBar({ isIdle, isSaving, words }: SaveBarProps) {
  return (
    <div className={classes.save}>
      <Button type="submit" size="md" fullWidth disabled={isIdle} loading={isSaving}>
        <Trans>Save on the phone</Trans>
      </Button>
      <p role="status" className={classes.soft}>
        {words}
      </p>
    </div>
  )
}

function Held({ record }: { record: LocalDocument }) {
  if (record.hold === null) return null
  return (
    <p className={classes.held}>
      <Trans>This record waits for a person; until then the server’s version is shown.</Trans>
      <ButtonLink to="/c/$id" params={{ id: record.hold.id }} search={{}} size="compact-sm">
        <Trans>Decide</Trans>
      </ButtonLink>
    </p>
  )
}
