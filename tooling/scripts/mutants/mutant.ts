/** One fault: a text of one source file replaced by another, and the test that must notice. */
export interface Mutant {
  /** The strategy, handler or rule that it breaks. */
  readonly of: string
  readonly says: string
  readonly file: string
  readonly find: string
  readonly replace: string
  readonly test: string
  readonly title: string
}

const KEYS = ['of', 'says', 'file', 'find', 'replace', 'test', 'title'] as const

export function readMutants(text: string): readonly Mutant[] {
  const list: unknown = JSON.parse(text)
  if (!Array.isArray(list)) throw new Error('no list of faults')
  return list.map((item: unknown, index) => {
    if (!isMutant(item)) throw new Error(`fault ${index + 1} lacks one of ${KEYS.join(', ')}`)
    return item
  })
}

/** The source with the fault; a fault that no longer fits would prove nothing, so it is an error. */
export function withFault(source: string, { file, find, replace }: Mutant): string {
  const places = source.split(find).length - 1
  if (places !== 1) throw new Error(`${file} has ${places} places with: ${find}`)
  return source.replace(find, () => replace)
}

function isMutant(item: unknown): item is Mutant {
  if (typeof item !== 'object' || item === null) return false
  return KEYS.every((key) => typeof Reflect.get(item, key) === 'string')
}
