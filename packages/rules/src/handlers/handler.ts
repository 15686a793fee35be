/** What a DocType's own logic may say beyond its lists. Everything is optional; silence leaves it to the rule. */
import type { FactChange, Merge } from '../merge/diff.ts'
import type { Verdict } from '../merge/verdict.ts'
import type { Doc, FieldWinner, Hold, Json } from '../shapes.ts'

export interface ConflictHandler {
  /** Who wins the facts that are its own where both sides changed them: what `settle` does, in a word. */
  readonly owns?: Readonly<Record<string, FieldWinner>>
  /** Whether a device may write this value at all. */
  admits?(field: string, value: Json): boolean
  /** A verdict on a fact this handler declares its own. */
  settle?(merge: Merge, change: FactChange): Verdict | undefined
  /** The verdicts, with those that follow from them. */
  amend?(merge: Merge, verdicts: readonly Verdict[]): readonly Verdict[]
  /** Fields computed from the document as it is stored. */
  derive?(doc: Doc): ReadonlyMap<string, Json>
  /** What a hold is about, where that depends on the contents. */
  conflictType?(merge: Merge): Hold['conflict_type']
  /** Fields that follow from a person's answer, once nothing is pending. */
  afterChoices?(doc: Doc, hold: Hold): ReadonlyMap<string, Json>
}
