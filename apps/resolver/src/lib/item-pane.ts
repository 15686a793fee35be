/** The pane an item is shown in; it scrolls by itself, so that the queue beside it stays where it is. */
export const ITEM_PANE = 'item'

export function scrollItemToTop(): void {
  document.getElementById(ITEM_PANE)?.scrollTo({ top: 0 })
}
