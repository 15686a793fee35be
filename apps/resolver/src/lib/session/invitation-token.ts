/** In memory only: a link that was opened once must not be found in the address, the history or the storage. */
let token: string | null = null

export function keepToken(fragment: string): void {
  token = fragment.replace(/^#/, '')
}

export function keptToken(): string | null {
  return token
}

export function dropToken(): void {
  token = null
}
