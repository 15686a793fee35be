import { t } from '@lingui/core/macro'
import { Trans } from '@lingui/react/macro'
import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { settingsOptions } from '../api/get-settings.ts'
import { type Beginning, beginSignIn } from './begin.ts'
import classes from './oidc.module.css'

interface OidcButtonProps extends Beginning {
  /** Beside a form: set off from it, and not the first choice. */
  readonly beside?: boolean
}

/** Leads to the issuer; nothing where people have accounts of this server only. */
export function OidcButton({ beside = false, ...beginning }: OidcButtonProps) {
  const { data } = useQuery(settingsOptions)
  const { problem, busy, begin } = useBeginning(beginning)
  if (data === undefined || data.oidc === null) return null
  const host = new URL(data.oidc.issuer).host
  return (
    <div className={classes.elsewhere}>
      {beside ? (
        <p className={classes.or}>
          <span>
            <Trans>or</Trans>
          </span>
        </p>
      ) : null}
      {problem === null ? null : (
        <p className={classes.problem} role="alert">
          {problem}
        </p>
      )}
      <Button
        size="md"
        fullWidth
        variant={beside ? 'default' : 'filled'}
        loading={busy}
        onClick={() => void begin()}
        classNames={{ label: classes.label }}
      >
        {beginning.another === true ? t`Use another account` : t`Sign in with ${host}`}
      </Button>
    </div>
  )
}

function useBeginning(beginning: Beginning) {
  const client = useQueryClient()
  const [problem, setProblem] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const begin = async (): Promise<void> => {
    setBusy(true)
    setProblem(null)
    try {
      const { oidc } = await client.fetchQuery({ ...settingsOptions, staleTime: 0 })
      // The page is left: the button stays busy until then.
      if (oidc !== null) return await beginSignIn(oidc, beginning)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t`It did not work. Try again.`)
    }
    setBusy(false)
  }
  return { problem, busy, begin }
}
