import { IconChevronRight } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import classes from './fold.module.css'

interface FoldProps {
  readonly title: string
  readonly hint?: string
  readonly children: () => ReactNode
}

/** Folded content is not built until someone looks: a record may have hundreds of unchanged fields. */
export function Fold({ title, hint, children }: FoldProps) {
  const [opened, setOpened] = useState(false)
  return (
    <details className={classes.fold} data-why-fold onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary className={classes.summary}>
        <IconChevronRight size={16} aria-hidden className={classes.chevron} />
        <span className={classes.title}>{title}</span>
        {hint === undefined ? null : <span className={classes.hint}>{hint}</span>}
      </summary>
      {opened ? <div className={classes.body}>{children()}</div> : null}
    </details>
  )
}
