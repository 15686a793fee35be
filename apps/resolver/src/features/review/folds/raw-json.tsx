import { Trans } from '@lingui/react/macro'
import { Button, CopyButton } from '@mantine/core'
import classes from './raw-json.module.css'

/** For those who must see something exactly as it is stored. */
export function RawJson({ value }: { value: unknown }) {
  const raw = JSON.stringify(value, null, 2)
  return (
    <div className={classes.raw}>
      <CopyButton value={raw}>
        {({ copied, copy }) => (
          <Button size="compact-sm" variant="default" onClick={copy}>
            {copied ? <Trans>Copied</Trans> : <Trans>Copy raw values</Trans>}
          </Button>
        )}
      </CopyButton>
      <pre className={classes.json} dir="ltr">
        {raw}
      </pre>
    </div>
  )
}
