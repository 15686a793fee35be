/** One that merges: given a case, the merged document or whatever it makes of it. */
export interface Contender {
  readonly name: string
  /** Prepared for its cases; each call merges one of them. */
  readonly merge: (index: number) => unknown
  /** What came out, over all cases, in a few words: nobody is fast by doing nothing. */
  readonly answers: () => string
}

/** Calls with the case at an index; an index outside is a fault of the caller. */
export function overCases<Prepared>(
  prepared: readonly Prepared[],
  merge: (one: Prepared) => unknown,
): (index: number) => unknown {
  return (index) => {
    const one = prepared[index]
    if (one === undefined) throw new RangeError(`There is no case ${index}.`)
    return merge(one)
  }
}
