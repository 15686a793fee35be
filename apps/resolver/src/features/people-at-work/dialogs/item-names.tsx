import { Plural } from '@lingui/react/macro'
import type { AskedItem } from '../../../lib/desk/asked.ts'
import { ruleText } from '../../../lib/language/rule-text.ts'
import classes from './dialog.module.css'

/** Which items an act is about: one by its name, several as a list. */
export function ItemNames({ items }: { items: readonly AskedItem[] }) {
  const [only] = items
  if (items.length === 1 && only !== undefined) {
    return (
      <p className={classes.text}>
        <b>{only.title}</b> · {ruleText(only.doctype)}
      </p>
    )
  }
  return (
    <details>
      <summary>
        <Plural value={items.length} one="# item" other="# items" />
      </summary>
      <ul className={classes.items}>
        {items.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ul>
    </details>
  )
}
