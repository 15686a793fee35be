/** Moves the focus there, and no further than it takes to see it: a browser by itself may put it anywhere. */
export function focusInView(element: HTMLElement | null): void {
  element?.focus({ preventScroll: true })
  element?.scrollIntoView({ block: 'nearest' })
}
