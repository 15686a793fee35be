import type { BranchList } from '@dartwing/protocol'

/** One thing that can be compared, as it stands in the address: `VD-0001` is it as it is, `VD-0001@2` as it was. */
export interface VersionRef {
  readonly name: string
  /** Null = the latest. */
  readonly version: number | null
}

export function readRef(text: string | undefined): VersionRef | null {
  if (text === undefined || text === '') return null
  const at = /^(.+)@([1-9]\d{0,8})$/.exec(text)
  return at === null ? { name: text, version: null } : { name: at[1] ?? '', version: Number(at[2]) }
}

export function writeRef({ name, version }: VersionRef): string {
  return version === null ? name : `${name}@${version}`
}

export interface Pair {
  readonly a: VersionRef
  readonly b: VersionRef
}

/** Without a wish: the current version beside the newest that nobody has looked at, or beside the one before. */
export function pairOf({ root, items }: BranchList, wish: { a?: string; b?: string }): Pair {
  const first = items.find((item) => item.reviewed_at === null) ?? items[0]
  const before = { name: root.name, version: Math.max(1, root.version - 1) }
  return {
    a: readRef(wish.a) ?? { name: root.name, version: null },
    b: readRef(wish.b) ?? (first === undefined ? before : { name: first.name, version: null }),
  }
}

/** The number to ask the server for; null = not of this document. */
export function versionOf({ root, items }: BranchList, { name, version }: VersionRef): number | null {
  const own = name === root.name ? root.version : items.find((item) => item.name === name)?.version
  return own === undefined ? null : (version ?? own)
}
