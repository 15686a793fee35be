/** Below this an item takes the place of the queue. */
export const NARROW = '(max-width: 62em)'
