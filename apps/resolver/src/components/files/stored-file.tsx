import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Skeleton, UnstyledButton } from '@mantine/core'
import { IconDownload, IconRefresh } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { ProblemError } from '../../lib/http/problem-error.ts'
import { useSession } from '../../lib/session/use-session.ts'
import { fileOptions, readFile } from './file-api.ts'
import classes from './files.module.css'
import { openFile } from './open-file.ts'
import { useObjectUrl } from './use-object-url.ts'

interface StoredFileProps {
  /** The name of its File document. */
  readonly file: string
  readonly name: string
}

/** A photo in small, which opens the whole; another file to save; or why there is none. */
export function StoredFile({ file, name }: StoredFileProps) {
  const { t } = useLingui()
  const { org } = useSession().org
  const small = useQuery(fileOptions(org, file, 'thumbnail'))
  const src = useObjectUrl(small.data ?? null)
  const open = useMutation({
    mutationFn: () => openFile(name, small.isSuccess, () => readFile(org, file, 'whole')),
  })
  return (
    <span className={classes.stored}>
      {src === null ? null : (
        <UnstyledButton className={classes.thumb} onClick={() => open.mutate()} disabled={open.isPending}>
          <img src={src} alt={t`Open ${name}`} className={classes.picture} />
        </UnstyledButton>
      )}
      {small.isPending ? <Skeleton className={classes.picture ?? ''} aria-hidden /> : null}
      {small.isError ? (
        <Absent
          error={small.error}
          isBusy={open.isPending || small.isFetching}
          onSave={() => open.mutate()}
          onRetry={() => void small.refetch()}
        />
      ) : null}
      {open.error === null ? null : (
        <span className={classes.problem} role="alert">
          {open.error.message}
        </span>
      )}
    </span>
  )
}

interface AbsentProps {
  readonly error: Error
  readonly isBusy: boolean
  readonly onSave: () => void
  readonly onRetry: () => void
}

/** No small picture: because it is no picture, or because it is not there, yet or for this person. */
function Absent({ error, isBusy, onSave, onRetry }: AbsentProps) {
  const code = error instanceof ProblemError ? error.code : null
  switch (code) {
    case 'no_thumbnail':
      return (
        <Button
          size="compact-sm"
          variant="default"
          loading={isBusy}
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={onSave}
        >
          <Trans>Save the file</Trans>
        </Button>
      )
    case 'quarantined':
      return (
        <span className={classes.note}>
          <Trans>Kept apart, because it may do harm</Trans>
        </span>
      )
    case 'not_found':
      return (
        <span className={classes.note}>
          <Trans>This file is not there, or you may not see it</Trans>
        </span>
      )
    default:
      return (
        <>
          <span className={classes.note}>
            <Why code={code} />
          </span>
          <Button
            size="compact-sm"
            variant="default"
            loading={isBusy}
            leftSection={<IconRefresh size={14} aria-hidden />}
            onClick={onRetry}
          >
            <Trans>Try again</Trans>
          </Button>
        </>
      )
  }
}

function Why({ code }: { code: string | null }) {
  if (code === 'file_pending') return <Trans>The phone has not sent this file yet</Trans>
  if (code === 'thumbnail_pending') return <Trans>The small picture is being made</Trans>
  return <Trans>The picture could not be loaded</Trans>
}
