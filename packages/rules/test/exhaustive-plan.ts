/**
 * What must become of one field, written down from the plan's words and not taken from the merge: for every operation
 * that a document can meet, and every state of the field before it, on the server and on the device.
 */
import type { DocTypeRule } from '../src/doctype-rule.ts'
import type { Json } from '../src/shapes.ts'

export interface State {
  readonly base: Json | undefined
  readonly server: Json | undefined
  readonly client: Json | undefined
}

/** The document as stored afterwards has the value of a side, or both texts; or nothing is stored any more. */
export interface Outcome {
  readonly stored: 'server' | 'client' | 'both texts' | 'cancelled' | 'tombstone'
  readonly also?: 'held' | 'rejected' | 'branched'
}

const SERVER: Outcome = { stored: 'server' }
const CLIENT: Outcome = { stored: 'client' }
const HELD: Outcome = { stored: 'server', also: 'held' }
const REJECTED: Outcome = { stored: 'server', also: 'rejected' }
const BRANCHED: Outcome = { stored: 'server', also: 'branched' }
const TOMBSTONE: Outcome = { stored: 'tombstone' }

export interface Situation {
  readonly isBaseKnown: boolean
  readonly isStale: boolean
  readonly isClientLater: boolean
  /** The server changed another field of the document too. */
  readonly isMovedElsewhere: boolean
}

export function onUpdate(rule: DocTypeRule, field: string, state: State, situation: Situation): Outcome {
  const { base, server, client } = state
  const { isBaseKnown, isMovedElsewhere } = situation
  const isClients = client !== undefined && !(isBaseKnown && isSame(client, base))
  if (!isClients || isSame(client, server)) return SERVER
  if (rule.strategy === 'append_only' && !rule.child_tables) return REJECTED
  const isServers = isBaseKnown ? !isSame(server, base) : server !== undefined
  if (isServers) return contested(rule, field, state, situation)
  return isMovedElsewhere ? wholeDocument(rule, field, situation) : CLIENT
}

/** Only this field was touched by the client alone, but the document changed on both sides. */
function wholeDocument(rule: DocTypeRule, field: string, { isClientLater }: Situation): Outcome {
  if (rule.strategy === 'server_wins') return isListed(rule, field, 'exception_fields') ? CLIENT : SERVER
  if (rule.strategy === 'version_all') return field === rule.version_field ? SERVER : BRANCHED
  if (rule.strategy === 'last_write_wins') return isClientLater ? CLIENT : SERVER
  return CLIENT
}

/** What a contested field becomes, read from the lists of the plan. */
function contested(rule: DocTypeRule, field: string, state: State, situation: Situation): Outcome {
  const { isStale, isClientLater, isBaseKnown } = situation
  const clients = isStale ? HELD : CLIENT
  if (rule.strategy === 'version_all') return field === rule.version_field ? SERVER : BRANCHED
  // without a base an empty value of the device beats nothing.
  if (!isBaseKnown && isBlank(state.client) && !isBlank(state.server)) return SERVER
  if (rule.strategy === 'append_only') return SERVER
  if (rule.strategy === 'server_wins') return isListed(rule, field, 'exception_fields') ? clients : SERVER
  if (rule.strategy === 'last_write_wins') return isClientLater ? CLIENT : SERVER
  if (isListed(rule, field, 'auto_merge_fields')) return { stored: 'both texts' }
  if (rule.strategy === 'manual_resolve' || isListed(rule, field, 'manual_resolve_fields')) return HELD
  if (isListed(rule, field, 'last_write_wins_fields')) return isClientLater ? CLIENT : SERVER
  return rule.strategy === 'client_wins' || isListed(rule, field, 'client_wins_fields') ? clients : SERVER
}

/** The device deletes (section 6). */
export function onDelete(rule: DocTypeRule, field: string, { base, server }: State): Outcome {
  const isMoved = !isSame(base, server)
  if (rule.name === 'Dispatch Job') return field === 'status' && isMoved ? SERVER : { stored: 'cancelled' }
  if (rule.name === 'Conversation' || rule.name === 'Form Submission') return REJECTED
  if (rule.strategy === 'append_only') return REJECTED
  if (!isMoved) return TOMBSTONE
  if (rule.strategy === 'server_wins' || rule.strategy === 'version_all') return SERVER
  const isPersons = isListed(rule, field, 'conflict_fields')
  return rule.strategy === 'manual_resolve' && isPersons ? HELD : TOMBSTONE
}

/** The device writes to what the server has deleted. */
export function onTombstone(rule: DocTypeRule, field: string, { base, client }: State): Outcome {
  const isEdited = client !== undefined && !isSame(client, base)
  const isBranch = isEdited && rule.strategy === 'version_all' && field !== rule.version_field
  return isBranch ? { stored: 'tombstone', also: 'branched' } : TOMBSTONE
}

export function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null)
}

function isBlank(value: Json | undefined): boolean {
  return value === undefined || value === null
}

type List =
  | 'exception_fields'
  | 'auto_merge_fields'
  | 'manual_resolve_fields'
  | 'conflict_fields'
  | 'last_write_wins_fields'
  | 'client_wins_fields'

/** a list that names one member of a group speaks for all. */
function isListed(rule: DocTypeRule, field: string, list: List): boolean {
  const group = rule.groups?.find(({ fields }) => fields.includes(field))?.fields ?? [field]
  return group.some((member) => rule[list]?.includes(member))
}
