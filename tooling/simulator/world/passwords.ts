import { createRequire } from 'node:module'

type Verify = (stored: string, given: string) => Promise<boolean>

/**
 * Remembers whether a password was right. That takes 20 ms by design, the answer never changes, and in a world
 * people sign in dozens of times. To be called before the server's code is loaded.
 */
export function rememberPasswords(root: string): void {
  const argon2: { verify: Verify } = createRequire(`${root}/apps/api/package.json`)('@node-rs/argon2')
  const verify = argon2.verify
  const known = new Map<string, Promise<boolean>>()
  argon2.verify = (stored, given) => {
    const key = `${stored} ${given}`
    const answer = known.get(key) ?? verify(stored, given)
    known.set(key, answer)
    return answer
  }
}
