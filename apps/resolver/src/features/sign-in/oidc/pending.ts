import { isOwnPath } from '../own-path.ts'

const KEY = 'dartwing-sign-in-elsewhere'

/** What this tab knows of a sign-in between leaving for the issuer and coming back. */
export interface PendingSignIn {
  readonly issuer: string
  readonly state: string
  readonly nonce: string
  readonly code_verifier: string
  readonly redirect_uri: string
  /** Where the person wanted to go. */
  readonly next: string
  readonly began_at: number
}

const TEXTS = ['issuer', 'state', 'nonce', 'code_verifier', 'redirect_uri'] as const

export function keepPending(value: PendingSignIn): void {
  sessionStorage.setItem(KEY, JSON.stringify(value))
}

/** It serves once, whatever comes of it. */
export function takePending(): PendingSignIn | null {
  try {
    const kept = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    const value: unknown = kept === null ? null : JSON.parse(kept)
    return isPending(value) ? value : null
  } catch {
    return null
  }
}

function isPending(value: unknown): value is PendingSignIn {
  if (typeof value !== 'object' || value === null) return false
  const at = (key: keyof PendingSignIn): unknown => Reflect.get(value, key)
  return (
    TEXTS.every((key) => typeof at(key) === 'string') &&
    isOwnPath(at('next')) &&
    typeof at('began_at') === 'number'
  )
}
