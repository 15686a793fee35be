import { t } from '@lingui/core/macro'
import { VisuallyHidden } from '@mantine/core'
import { diffWordsWithSpace } from 'diff'
import classes from './word-diff.module.css'

/** What a side made of the text before, word by word; marked by line and by word, not by colour. */
export function WordDiff({ before, after }: { before: string; after: string }) {
  const parts = diffWordsWithSpace(before, after)
  return (
    <span className={classes.text} dir="auto">
      {parts.map((part, index) => {
        const key = `${index}-${part.value.length}`
        if (part.added) {
          return (
            <ins key={key} className={classes.added}>
              <VisuallyHidden component="span">{t`added:`} </VisuallyHidden>
              {part.value}
            </ins>
          )
        }
        if (part.removed) {
          return (
            <del key={key} className={classes.removed}>
              <VisuallyHidden component="span">{t`removed:`} </VisuallyHidden>
              {part.value}
            </del>
          )
        }
        return <span key={key}>{part.value}</span>
      })}
    </span>
  )
}
