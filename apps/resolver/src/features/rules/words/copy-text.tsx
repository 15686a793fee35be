import { Trans, useLingui } from '@lingui/react/macro'
import { Button, Textarea, VisuallyHidden } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useState } from 'react'

interface CopyTextProps {
  readonly label: string
  /** Made when it is asked for. */
  readonly text: () => string | Promise<string>
  readonly compact?: boolean
}

type Copied =
  | { readonly how: 'no' | 'copying' | 'yes' | 'failed' }
  | { readonly how: 'by_hand'; readonly text: string }

/** Where a browser does not copy, as on plain http in an office network, the text is there to be copied by hand. */
export function CopyText({ label, text, compact = false }: CopyTextProps) {
  const { t } = useLingui()
  const [copied, setCopied] = useState<Copied>({ how: 'no' })
  const copy = async (): Promise<void> => {
    setCopied({ how: 'copying' })
    try {
      const made = await text()
      const isCopied = await navigator.clipboard.writeText(made).then(
        () => true,
        () => false,
      )
      setCopied(isCopied ? { how: 'yes' } : { how: 'by_hand', text: made })
    } catch {
      setCopied({ how: 'failed' })
    }
  }
  return (
    <>
      <Button
        variant="default"
        size={compact ? 'compact-sm' : 'sm'}
        loading={copied.how === 'copying'}
        leftSection={
          copied.how === 'yes' ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />
        }
        onClick={() => void copy()}
      >
        {label}
      </Button>
      <VisuallyHidden role="status">{copied.how === 'yes' ? t`Copied` : ''}</VisuallyHidden>
      {copied.how === 'failed' ? (
        <span role="alert">
          <Trans>It could not be made. Try again.</Trans>
        </span>
      ) : null}
      {copied.how === 'by_hand' ? (
        <Textarea
          label={t`This browser does not copy here: copy it with the keyboard.`}
          readOnly
          autosize
          minRows={3}
          maxRows={12}
          value={copied.text}
          onFocus={(event) => event.currentTarget.select()}
        />
      ) : null}
    </>
  )
}
