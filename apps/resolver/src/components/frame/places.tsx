import type { MessageDescriptor } from '@lingui/core'
import { useLingui } from '@lingui/react/macro'
import { Link, type LinkProps, useLocation } from '@tanstack/react-router'
import classes from './places.module.css'

interface PlacesProps {
  readonly label: string
  readonly places: readonly (readonly [NonNullable<LinkProps['to']>, MessageDescriptor])[]
}

/** The pages that belong together, and which of them this is, or is a part of. */
export function Places({ label, places }: PlacesProps) {
  const { i18n } = useLingui()
  const here = useLocation({ select: ({ pathname }) => pathname })
  const isPart = places.every(([to]) => to !== here)
  return (
    <nav aria-label={label} className={classes.places}>
      {places.map(([to, name]) => (
        <Link
          key={to}
          to={to}
          className={classes.place}
          activeOptions={{ exact: !isPart, includeSearch: false }}
        >
          {i18n._(name)}
        </Link>
      ))}
    </nav>
  )
}
