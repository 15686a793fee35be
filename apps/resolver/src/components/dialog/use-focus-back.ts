import { useLayoutEffect } from 'react'

/**
 * When a dialog goes, the focus returns to what had it when the dialog came, unless something else has taken it, such as
 * the heading of the next page. Most dialogs here come opened and go whole, which the library's own return does not see.
 */
export function useFocusBack(opened: boolean): void {
  useLayoutEffect(() => {
    if (!opened) return
    const before = document.activeElement
    return () => {
      setTimeout(() => {
        const { activeElement, body } = document
        const isFree = activeElement === null || activeElement === body
        if (isFree && before instanceof HTMLElement && before.isConnected)
          before.focus({ preventScroll: true })
      })
    }
  }, [opened])
}
