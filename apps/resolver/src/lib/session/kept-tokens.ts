/**
 * The refresh token lives in localStorage, the access token only in memory. A refresh token here can be read by any
 * script of this origin; that is acceptable while the policy allows scripts of our own origin alone, the token is
 * rotated at every use and a stolen, already used one ends the whole family. An HttpOnly cookie would be stronger.
 */
const REFRESH_KEY = 'dartwing-refresh'
const ORG_KEY = 'dartwing-org'
const PERSON_KEY = 'dartwing-person'

export const keptRefreshToken = kept(REFRESH_KEY)
export const keptOrganisation = kept(ORG_KEY)
/** Who was signed in, so that a page opened without a network knows whose copies it shows. */
export const keptPerson = kept(PERSON_KEY)

/** Private windows may refuse storage: then the session simply ends with the page. */
function kept(key: string) {
  let memory: string | null = null
  return {
    read(): string | null {
      try {
        return localStorage.getItem(key)
      } catch {
        return memory
      }
    },
    write(value: string | null): void {
      memory = value
      try {
        if (value === null) localStorage.removeItem(key)
        else localStorage.setItem(key, value)
      } catch {
        // Kept in memory only.
      }
    },
  }
}
