/** Somebody who may hold a phone; of the demo's people the password is known. */
export interface Holder {
  readonly email: string
  readonly full_name: string
  readonly role: string
  readonly password: string | null
}
