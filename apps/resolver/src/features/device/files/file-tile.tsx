import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Progress, UnstyledButton } from '@mantine/core'
import { IconFile, IconPhoto } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { openFile } from '../../../components/files/open-file.ts'
import { useObjectUrl } from '../../../components/files/use-object-url.ts'
import type { NamedFile } from '../../../components/value/value-text.ts'
import { usePhone } from '../phone/use-phone.ts'
import classes from './files.module.css'
import { type Standing, standingOf } from './standing.ts'
import { type PhoneFiles, useBytes } from './use-files.ts'

/** One file on the phone: in small where it is here, and how far it is. */
export function FileTile({ file: { name, file }, files }: { file: NamedFile; files: PhoneFiles }) {
  if (file === null) {
    return (
      <div className={classes.tile}>
        <Shape isPicture={false} />
        <span className={classes.name}>{name}</span>
      </div>
    )
  }
  const attachment = files.attachments.get(file) ?? null
  const document = files.documents.get(file) ?? null
  const refusal = files.refusals.get(file) ?? null
  const standing = standingOf({ account: files.account, attachment, document, refusal })
  const mime = attachment?.mime ?? String(document?.data?.mime ?? '')
  return (
    <div className={classes.tile}>
      <Small
        file={file}
        name={name}
        isPicture={mime.startsWith('image/')}
        isHere={attachment?.is_here === true}
      />
      <div className={classes.about}>
        <span className={classes.name} dir="auto">
          {name}
        </span>
        <How file={file} name={name} standing={standing} />
      </div>
    </div>
  )
}

interface SmallProps {
  readonly file: string
  readonly name: string
  readonly isPicture: boolean
  readonly isHere: boolean
}

function Small({ file, name, isPicture, isHere }: SmallProps) {
  const { t } = useLingui()
  const phone = usePhone()
  const bytes = useBytes(phone, file, isHere && isPicture)
  const src = useObjectUrl(bytes)
  // Not every browser shows every picture, and not everything is what it is called.
  const [isBroken, setIsBroken] = useState(false)
  if (bytes === null || src === null || isBroken) return <Shape isPicture={isPicture} />
  return (
    <UnstyledButton className={classes.open} onClick={() => void openFile(name, true, async () => bytes)}>
      <img
        className={classes.small}
        src={src}
        alt={t`Open ${name}`}
        decoding="async"
        onError={() => setIsBroken(true)}
      />
    </UnstyledButton>
  )
}

function Shape({ isPicture }: { isPicture: boolean }) {
  const Icon = isPicture ? IconPhoto : IconFile
  return (
    <span className={classes.shape}>
      <Icon size={22} aria-hidden />
    </span>
  )
}

function How({ file, name, standing }: { file: string; name: string; standing: Standing }) {
  const { t } = useLingui()
  const { attachments } = usePhone().client
  const { words, act, percent, isProblem } = standing
  const press = useMutation({
    mutationFn: () => (act === 'retry' ? attachments.retry(file) : attachments.request(file)),
  })
  return (
    <>
      <span className={isProblem ? classes.problem : classes.soft}>{words}</span>
      {percent === null ? null : <Progress value={percent} size="sm" aria-label={t`How far ${name} is`} />}
      {act === null ? null : (
        <Button
          size="compact-sm"
          variant="default"
          className={classes.act ?? ''}
          loading={press.isPending}
          onClick={() => press.mutate()}
        >
          <ActWords act={act} />
        </Button>
      )}
    </>
  )
}

function ActWords({ act }: { act: 'send' | 'fetch' | 'retry' }) {
  if (act === 'send') return <Trans>Send now</Trans>
  return act === 'fetch' ? <Trans>Fetch</Trans> : <Trans>Try again</Trans>
}
