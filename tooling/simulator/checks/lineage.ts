/**
 * What a change and those that followed it have in common: after a restore a phone sends anew, under the next id each
 * time, what came before the record it is about was there again. Then the ids before may be in no ledger.
 */
export function lineageOf(mutationId: string): string {
  return mutationId.slice(0, -12)
}
