/** Whoever acts has an address; the deadline and the rules have none. */
export function isPerson(actor: string): boolean {
  return actor.includes('@')
}
