import type { Json } from '@dartwing/rules'
import { Trans } from '@lingui/react/macro'
import { IconPhotoOff } from '@tabler/icons-react'
import { Suspense, useState } from 'react'
import { StoredPicture } from '../files/lazy-file.tsx'
import classes from './value.module.css'
import { fileNameIn } from './value-text.ts'

export function PictureValue({ value, alt }: { value: Json; alt: string }) {
  const [broken, setBroken] = useState(false)
  if (typeof value !== 'string' || broken) {
    return (
      <span className={classes.file}>
        <IconPhotoOff size={16} aria-hidden /> <Trans>The picture cannot be shown</Trans>
      </span>
    )
  }
  if (fileNameIn(value) !== null) {
    return (
      <Suspense fallback={null}>
        <StoredPicture value={value} alt={alt} />
      </Suspense>
    )
  }
  return <img className={classes.picture} src={value} alt={alt} onError={() => setBroken(true)} />
}
