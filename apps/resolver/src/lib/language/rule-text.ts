/** The words of the rules and of the server's refusals, which come in English, in the language on the screen. */
let words: ReadonlyMap<string, string> = new Map()

export function speakRules(known: Readonly<Record<string, string>>): void {
  words = new Map(Object.entries(known))
}

/** A label, an option, a reason, a kind of record; as it came when nobody has translated it. */
export function ruleText(english: string): string {
  return words.get(english) ?? english
}
