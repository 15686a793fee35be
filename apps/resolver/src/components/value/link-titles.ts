import { createContext, use } from 'react'

/** What people call the linked records of the item on the screen, by name. */
export const LinkTitles = createContext<Readonly<Record<string, string>>>({})

export function useLinkTitle(name: string): string {
  const titles = use(LinkTitles)
  return (Object.hasOwn(titles, name) ? titles[name] : undefined) ?? name
}
