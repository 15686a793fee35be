import { DOCTYPE_RULES, type DocTypeRule, FIELD_LISTS } from '@dartwing/rules'
import { code, page, table } from './markdown.ts'

/** docs/strategy-table.md: how each DocType settles a conflict, as its file declares it. */
export function strategyPage(): string {
  const overview = DOCTYPE_RULES.map((rule) => [rule.name, rule.area, code(rule.strategy), rule.reason])
  return page('Strategies', [
    'How each DocType settles a conflict. The source of a row is `packages/rules/src/doctypes/`, one file each.',
    LEGEND,
    table(['DocType', 'Area', 'Strategy', 'Reason'], overview),
    ...DOCTYPE_RULES.flatMap(section),
  ])
}

/** What a reader must know to find out who wins a field; the laws say it in full. */
const LEGEND =
  'A rule decides only where both sides changed the same field. A field in `server_wins_fields` is the ' +
  'server’s, in `client_wins_fields` the device’s, in `last_write_wins_fields` of whoever changed it last ' +
  '(law R-10; a tie is the server’s); in `conflict_fields` or `manual_resolve_fields` a person is asked. About ' +
  'a field in no list a person is asked under `manual_resolve`, and else it is the server’s (R-8); the other ' +
  'strategies settle the document as a whole. Fields of one group are won together (R-17). The laws are in ' +
  '[resolution.md](resolution.md).'

function section(rule: DocTypeRule): string[] {
  const rows = [...fieldLists(rule), ...groups(rule), ...childTables(rule), ...booking(rule), deletion(rule)]
  return [`## ${rule.name}`, table(['Rule', 'Value'], rows)]
}

function fieldLists(rule: DocTypeRule): string[][] {
  return FIELD_LISTS.flatMap((list) => {
    const fields = rule[list]
    return fields && fields.length > 0 ? [[code(list), fields.map(code).join(', ')]] : []
  })
}

function groups(rule: DocTypeRule): string[][] {
  return (rule.groups ?? []).map(({ name, fields }) => [`group ${code(name)}`, fields.map(code).join(', ')])
}

function childTables(rule: DocTypeRule): string[][] {
  return (rule.child_tables ?? []).map((child) => {
    const sameKey = child.conflict_on_same_key ? `, same key: ${code(child.conflict_on_same_key)}` : ''
    return [`rows of ${code(child.child_field)}`, `union by ${code(child.dedup_key)}${sameKey}`]
  })
}

function booking(rule: DocTypeRule): string[][] {
  const slot = rule.exclusive_slot
  return slot ? [['books exclusively', slot.resource.map(code).join(' or ')]] : []
}

function deletion({ tombstone }: DocTypeRule): string[] {
  if (!tombstone.allow_delete) return ['delete', 'not allowed']
  const days = tombstone.tombstone_ttl_days
  const winner = tombstone.tombstone_wins_over_update ? ', wins over an update' : ''
  return ['delete', `allowed${days === undefined ? '' : `, remembered for ${days} days`}${winner}`]
}
