import type { Json } from '@dartwing/rules'
import { Trans } from '@lingui/react/macro'
import { IconPhotoOff } from '@tabler/icons-react'
import { useState } from 'react'
import classes from './value.module.css'

export function PictureValue({ value, alt }: { value: Json; alt: string }) {
  const [broken, setBroken] = useState(false)
  if (typeof value !== 'string' || broken) {
    return (
      <span className={classes.file}>
        <IconPhotoOff size={16} aria-hidden /> <Trans>The picture cannot be shown</Trans>
      </span>
    )
  }
  return <img className={classes.picture} src={value} alt={alt} onError={() => setBroken(true)} />
}
