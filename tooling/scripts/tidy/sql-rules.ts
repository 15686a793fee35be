import ts from 'typescript'
import type { Finding, Rule } from './finding.ts'

const API = 'apps/api/src/'
/** Who has business with more than one organisation: signing in, and what is done for all of them. */
const ACROSS = /^apps[/]api[/]src[/](access|lifecycle|platform)[/]|[.]job[.]ts$/

const UNSAFE = new Set(['$queryRawUnsafe', '$executeRawUnsafe', 'raw'])
/** What begins like this holds for the connection, not for the transaction. */
const SETS_SESSION =
  /^\s*(SET\s+(SESSION\s|ROLE\s|TIME\s+ZONE\s|[\w.]+\s*=|[\w.]+\s+TO\s)|(RESET|DISCARD)\s+[\w.]+\s*;?\s*$)/i
/** The third argument says: for this transaction only. */
const SETS_CONFIG = /set_config\([^;]*?,\s*(true|false)\s*\)/gi

/** What one source file of the server breaks of the walls between organisations. */
export function tidySql(path: string, source: ts.SourceFile): Finding[] {
  if (!path.startsWith(API)) return []
  const findings: Finding[] = []
  const found = (rule: Rule, node: ts.Node) =>
    findings.push({ rule, path, line: source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1 })
  const visit = (node: ts.Node): void => {
    if (isUnsafe(node)) found('unsafe_sql', node)
    if (isNamed(node, 'acrossOrganisations') && !ACROSS.test(path)) found('across_organisations', node)
    if (outlivesTransaction(node, source)) found('session_setting', node)
    ts.forEachChild(node, visit)
  }
  visit(source)
  return findings
}

function isUnsafe(node: ts.Node): boolean {
  if (!ts.isPropertyAccessExpression(node) || !UNSAFE.has(node.name.text)) return false
  return node.name.text !== 'raw' || (ts.isIdentifier(node.expression) && node.expression.text === 'Prisma')
}

function isNamed(node: ts.Node, name: string): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === name
}

function outlivesTransaction(node: ts.Node, source: ts.SourceFile): boolean {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return false
  const text = node.getText(source).slice(1, -1)
  return (
    SETS_SESSION.test(text) ||
    [...text.matchAll(SETS_CONFIG)].some(([, local]) => local?.toLowerCase() === 'false')
  )
}
