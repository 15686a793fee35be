import { useLingui } from '@lingui/react/macro'
import { Drawer, type DrawerProps, Modal, type ModalProps } from '@mantine/core'
import { useFocusBack } from './use-focus-back.ts'

/** A question, or a list to look at, over the page; gone, the focus is where it was. */
export function Dialog(props: ModalProps) {
  const { t } = useLingui()
  useFocusBack(props.opened)
  return <Modal closeButtonProps={{ 'aria-label': t`Close` }} {...props} />
}

/** The same at the side of the page. */
export function SidePanel(props: DrawerProps) {
  const { t } = useLingui()
  useFocusBack(props.opened)
  return <Drawer closeButtonProps={{ 'aria-label': t`Close` }} {...props} />
}
