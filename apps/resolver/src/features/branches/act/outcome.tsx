import type { ItemResult } from '@dartwing/protocol'
import { Trans, useLingui } from '@lingui/react/macro'
import { CloseButton } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { Banner } from '../../../components/chrome/banner.tsx'
import { ButtonLink } from '../../../components/chrome/button-link.tsx'

export interface Done {
  readonly act: 'promoted' | 'separated' | 'labelled' | 'reviewed'
  /** Null = nobody answered, or the server refused as a whole. */
  readonly result: ItemResult | null
  readonly error: Error | null
}

interface OutcomeProps {
  readonly doctype: string
  readonly done: Done | null
  readonly onClose: () => void
}

/** What became of it, in a sentence. */
export function Outcome({ doctype, done, onClose }: OutcomeProps) {
  const { t } = useLingui()
  if (done === null) return null
  const close = <CloseButton aria-label={t`Close this message`} onClick={onClose} />
  const { result } = done
  if (result === null || result.error !== null) {
    return (
      <Banner
        urgent
        tone="alarm"
        icon={<IconAlertTriangle size={18} />}
        title={t`Nothing was changed`}
        actions={close}
      >
        {result?.error?.message ?? done.error?.message}
      </Banner>
    )
  }
  if (result.branch !== null) {
    return (
      <Banner
        tone="attention"
        icon={<IconAlertTriangle size={18} />}
        title={t`Somebody else changed it meanwhile`}
        actions={close}
      >
        <Trans>Nothing was overwritten: your change was kept beside it and is in the list now.</Trans>
      </Banner>
    )
  }
  const titles = {
    promoted: t`It is the current version now, number ${result.version ?? ''}`,
    separated: t`It is a document of its own now`,
    labelled: t`The new name is stored`,
    reviewed: t`Stored`,
  }
  return (
    <Banner tone="info" icon={<IconCircleCheck size={18} />} title={titles[done.act]} actions={close}>
      {done.act === 'separated' && result.name !== null ? (
        <ButtonLink
          to="/branches/$doctype/$name"
          params={{ doctype, name: result.name }}
          variant="light"
          size="compact-sm"
        >
          <Trans>Open the new document</Trans>
        </ButtonLink>
      ) : done.act === 'promoted' ? (
        <Trans>The version before stays in the list.</Trans>
      ) : null}
    </Banner>
  )
}
