import { useLinkTitle } from './link-titles.ts'
import classes from './value.module.css'

/** A linked record is shown by its title; its name is there for those who need it. */
export function LinkValue({ name }: { name: string }) {
  const title = useLinkTitle(name)
  return (
    <span className={classes.text} dir="auto" title={title === name ? undefined : name}>
      {title}
    </span>
  )
}
