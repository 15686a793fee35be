import { ActionIcon, type ActionIconProps, Button, type ButtonProps } from '@mantine/core'
import { createLink } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, Ref } from 'react'

type Anchor = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ButtonProps> & {
  ref?: Ref<HTMLAnchorElement>
}
type IconAnchor = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof ActionIconProps> & {
  ref?: Ref<HTMLAnchorElement>
}

/** A link that looks like a button: it can be opened in a tab, and says where it leads. */
export const ButtonLink = createLink((props: ButtonProps & Anchor) => <Button component="a" {...props} />)

export const IconLink = createLink((props: ActionIconProps & IconAnchor) => (
  <ActionIcon component="a" {...props} />
))
