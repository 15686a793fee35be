import type { DescribedField } from '@dartwing/protocol'

/** How fields are called and shown, by name. */
export type Fields = Readonly<Record<string, DescribedField>>
