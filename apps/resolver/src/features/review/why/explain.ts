import { createContext, use } from 'react'

/** Opens the explanation of one field, by its name. */
export const ExplainContext = createContext<((field: string) => void) | null>(null)

export function useExplain(): ((field: string) => void) | null {
  return use(ExplainContext)
}
