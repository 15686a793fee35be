import { z } from 'zod'
import { instant } from './documents.ts'

/** A document that was made beside another, because two people changed that one at once and no version may be lost. */
export const branch = z.object({
  name: z.string(),
  version: z.int(),
  title: z.string(),
  /** What a person has called it; null = nobody has. */
  label: z.string().nullable(),
  /** An e-mail address. */
  author: z.string(),
  author_name: z.string(),
  device: z.string().nullable(),
  /** When its content was made, corrected for the device's clock. */
  made_at: instant,
  /** When the server put it beside the other. */
  created_at: instant,
  /** When somebody said that nothing is left to do about it; null = nobody has. */
  reviewed_at: instant.nullable(),
})
export type Branch = z.infer<typeof branch>

/** The newest first. Asked of a branch, the answer is that of its root. */
export const branchList = z.object({
  root: z.object({ name: z.string(), version: z.int(), title: z.string(), deleted: z.boolean() }),
  items: z.array(branch),
})
export type BranchList = z.infer<typeof branchList>
