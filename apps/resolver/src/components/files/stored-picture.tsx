import { Trans } from '@lingui/react/macro'
import { Button, Skeleton } from '@mantine/core'
import { IconPhotoOff, IconRefresh } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './files.module.css'
import { usePicture } from './use-picture.ts'

/** A picture of a field that is kept as a file. */
export function StoredPicture({ value, alt }: { value: string; alt: string }) {
  const { src, error, retry } = usePicture(value)
  const [isBroken, setIsBroken] = useState(false)
  if (error !== null || isBroken) {
    return (
      <span className={classes.stored}>
        <span className={classes.note}>
          <IconPhotoOff size={16} aria-hidden /> <Trans>The picture cannot be shown</Trans>
        </span>
        {isBroken ? null : (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconRefresh size={14} aria-hidden />}
            onClick={retry}
          >
            <Trans>Try again</Trans>
          </Button>
        )}
      </span>
    )
  }
  if (src === null) return <Skeleton className={classes.picture ?? ''} aria-hidden />
  return <img className={classes.picture} src={src} alt={alt} onError={() => setIsBroken(true)} />
}
