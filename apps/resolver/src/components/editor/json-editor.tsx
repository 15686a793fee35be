import type { Json } from '@dartwing/rules'
import { t } from '@lingui/core/macro'
import { Textarea } from '@mantine/core'
import { useState } from 'react'

interface JsonEditorProps {
  readonly label: string
  readonly error: string | null
  readonly value: Json
  readonly onChange: (value: Json) => void
}

/** The last resort for values without a control of their own: text that must be JSON before it counts. */
export function JsonEditor({ label, error, value, onChange }: JsonEditorProps) {
  const [text, setText] = useState(JSON.stringify(value, null, 2))
  const [broken, setBroken] = useState(false)
  const change = (typed: string): void => {
    setText(typed)
    try {
      const parsed: Json = JSON.parse(typed)
      setBroken(false)
      onChange(parsed)
    } catch {
      setBroken(true)
      onChange(null)
    }
  }
  return (
    <Textarea
      label={label}
      autosize
      minRows={4}
      maxRows={16}
      value={text}
      error={broken ? t`This is not JSON yet.` : error}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}
