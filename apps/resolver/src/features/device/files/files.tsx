import type { LocalDocument } from '@dartwing/client'
import type { DocTypeRule, FieldDef } from '@dartwing/rules'
import { Trans, useLingui } from '@lingui/react/macro'
import { Button, FileButton } from '@mantine/core'
import { IconCamera, IconPaperclip } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { asFile, rowsOf } from '../../../components/value/value-text.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import { usePhone } from '../phone/use-phone.ts'
import { fileFields } from '../records/record-words.ts'
import { FileTile } from './file-tile.tsx'
import classes from './files.module.css'
import { isOnItsWay } from './standing.ts'
import { useFiles } from './use-files.ts'

interface FileListsProps {
  readonly rule: DocTypeRule
  readonly role: string
  readonly record: LocalDocument
}

/** Every list of files that a record has. */
export function FileLists({ rule, role, record }: FileListsProps) {
  return fileFields(rule, role).map(([name, def]) => (
    <Files key={name} record={record} field={name} def={def} />
  ))
}

interface FilesProps {
  readonly record: LocalDocument
  readonly field: string
  readonly def: FieldDef
}

/** The files of a record, each with how far it is; a new one needs no signal. */
function Files({ record, field, def }: FilesProps) {
  const { t } = useLingui()
  const phone = usePhone()
  const known = useFiles(phone)
  const label = ruleText(def.label)
  const files = rowsOf(record.data?.[field] ?? null).map(asFile)
  const isAnyWaiting = files.some(({ file }) => isOnItsWay(known?.attachments.get(file ?? '')))
  const add = useMutation({
    mutationFn: (chosen: readonly File[]) =>
      phone.attach({ doctype: record.doctype, name: record.name, field }, chosen),
  })
  const take = (chosen: readonly File[]): void => {
    if (chosen.length > 0) add.mutate(chosen)
  }
  return (
    <fieldset className={classes.files}>
      <legend>{label}</legend>
      {known === null || files.length === 0 ? null : (
        <ul className={classes.tiles}>
          {files.map((one, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a file may stand there twice, and the list is never reordered
            <li key={`${one.file}-${index}`}>
              <FileTile file={one} files={known} />
            </li>
          ))}
        </ul>
      )}
      <AddFiles label={label} isAdding={add.isPending} onChosen={take} />
      <p role="status" className={add.error === null ? classes.soft : classes.problem}>
        {add.error?.message ?? (isAnyWaiting ? t`Kept on the phone. It is sent after the record.` : '')}
      </p>
    </fieldset>
  )
}

interface AddFilesProps {
  readonly label: string
  readonly isAdding: boolean
  readonly onChosen: (chosen: readonly File[]) => void
}

function AddFiles({ label, isAdding, onChosen }: AddFilesProps) {
  const { t } = useLingui()
  return (
    <div className={classes.add}>
      <span className={classes.camera}>
        <FileButton
          accept="image/*"
          capture="environment"
          multiple
          inputProps={{ 'aria-label': t`Take a photo for ${label}` }}
          onChange={onChosen}
        >
          {(props) => (
            <Button {...props} variant="default" leftSection={<IconCamera size={16} aria-hidden />}>
              <Trans>Take a photo</Trans>
            </Button>
          )}
        </FileButton>
      </span>
      <FileButton multiple inputProps={{ 'aria-label': t`Add a file to ${label}` }} onChange={onChosen}>
        {(props) => (
          <Button
            {...props}
            variant="default"
            loading={isAdding}
            leftSection={<IconPaperclip size={16} aria-hidden />}
          >
            <Trans>Add photos or files</Trans>
          </Button>
        )}
      </FileButton>
    </div>
  )
}
