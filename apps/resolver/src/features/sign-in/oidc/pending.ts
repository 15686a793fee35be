import { z } from 'zod'
import { isOwnPath } from '../own-path.ts'

const KEY = 'dartwing-sign-in-elsewhere'

const pending = z.object({
  issuer: z.string(),
  state: z.string(),
  nonce: z.string(),
  code_verifier: z.string(),
  redirect_uri: z.string(),
  /** Where the person wanted to go. */
  next: z.custom<string>(isOwnPath),
  began_at: z.number(),
})
/** What this tab knows of a sign-in between leaving for the issuer and coming back. */
export type PendingSignIn = z.infer<typeof pending>

export function keepPending(value: PendingSignIn): void {
  sessionStorage.setItem(KEY, JSON.stringify(value))
}

/** It serves once, whatever comes of it. */
export function takePending(): PendingSignIn | null {
  try {
    const kept = sessionStorage.getItem(KEY)
    sessionStorage.removeItem(KEY)
    return kept === null ? null : pending.parse(JSON.parse(kept))
  } catch {
    return null
  }
}
