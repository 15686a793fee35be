import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react/macro'
import { Link, type LinkProps } from '@tanstack/react-router'
import classes from './places.module.css'

interface PlacesProps {
  readonly label: string
  readonly places: readonly (readonly [NonNullable<LinkProps['to']>, MessageDescriptor])[]
}

/** The pages that belong together, and which of them this is. */
export function Places({ label, places }: PlacesProps) {
  const { i18n } = useLingui()
  return (
    <nav aria-label={label} className={classes.places}>
      {places.map(([to, name]) => (
        <Link
          key={to}
          to={to}
          className={classes.place}
          activeOptions={{ exact: true, includeSearch: false }}
        >
          {i18n._(name)}
        </Link>
      ))}
    </nav>
  )
}
