import { plural, t } from '@lingui/core/macro'

/** The shortest the server takes. */
export const PASSWORD_MIN = 8

export interface Strength {
  /** 0: the server refuses it; 1 to 3: weak, fair, good. */
  readonly level: 0 | 1 | 2 | 3
  readonly words: string
}

const FAIR_LENGTH = 12
const GOOD_LENGTH = 16
const FAIR_VARIETY = 6
const GOOD_VARIETY = 8

/** A hint while typing, not the judge: length counts, repetition does not help, and the server decides. */
export function strengthOf(password: string, email: string): Strength {
  const characters = [...password]
  const missing = PASSWORD_MIN - characters.length
  if (missing > 0)
    return { level: 0, words: plural(missing, { one: '# more character', other: '# more characters' }) }
  if (isAddress(password, email)) return { level: 0, words: t`Not your e-mail address` }
  const variety = new Set(characters).size
  if (characters.length >= GOOD_LENGTH && variety >= GOOD_VARIETY) return { level: 3, words: t`Good` }
  if (characters.length >= FAIR_LENGTH && variety >= FAIR_VARIETY) return { level: 2, words: t`Fair` }
  return { level: 1, words: t`Weak: a few words in a row are harder to guess` }
}

function isAddress(password: string, email: string): boolean {
  return email !== '' && password.toLowerCase() === email.toLowerCase()
}
