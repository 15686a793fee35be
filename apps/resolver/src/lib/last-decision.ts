/** What `z` takes back while its message is still on the screen. */
let takeBack: (() => void) | null = null

export function offerTakeBack(action: () => void): () => void {
  takeBack = action
  return () => {
    if (takeBack === action) takeBack = null
  }
}

export function takeBackLast(): void {
  takeBack?.()
}
