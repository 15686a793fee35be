import ts from 'typescript'
import type { Finding } from './finding.ts'
import { tidySql } from './sql-rules.ts'

const FILE_LINES_MAX = 300
const TEST_FILE_LINES_MAX = 600
const FUNCTION_LINES_MAX = 60

/** What one source file breaks. */
export function tidyFile(path: string, text: string): Finding[] {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, scriptKind(path))
  const findings: Finding[] = [
    ...lengthOfFile(path, text),
    ...leftIntentions(path, text),
    ...tidySql(path, source),
  ]
  if (isBarrel(path, source)) findings.push({ rule: 'barrel', path })
  const visit = (node: ts.Node): void => {
    const tooLong = lengthOfFunction(path, source, node)
    if (tooLong) findings.push(tooLong)
    if (isUnfinishedTest(node)) findings.push({ rule: 'unfinished_test', path, line: lineOf(source, node) })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return findings
}

export function isTest(path: string): boolean {
  return /[.](test|spec)[.]tsx?$/.test(path)
}

function lengthOfFile(path: string, text: string): Finding[] {
  const count = text.trimEnd().split('\n').length
  const limit = isTest(path) ? TEST_FILE_LINES_MAX : FILE_LINES_MAX
  return count > limit ? [{ rule: 'file_length', path, count, limit }] : []
}

function leftIntentions(path: string, text: string): Finding[] {
  // Put together here, so that this file does not find itself.
  const words = new RegExp(`\\b(${['TO', 'DO'].join('')}|${['FIX', 'ME'].join('')})\\b`)
  return text.split('\n').flatMap((line, index): Finding[] => {
    return words.test(line) ? [{ rule: 'todo', path, line: index + 1 }] : []
  })
}

function lengthOfFunction(path: string, source: ts.SourceFile, node: ts.Node): Finding | undefined {
  if (!ts.isFunctionLike(node) || !('body' in node) || !node.body || isSuite(node)) return undefined
  const line = lineOf(source, node)
  const count = source.getLineAndCharacterOfPosition(node.end).line + 1 - line + 1
  if (count <= FUNCTION_LINES_MAX) return undefined
  return { rule: 'function_length', path, line, count, limit: FUNCTION_LINES_MAX }
}

/** The callback of `describe` is a chapter of tests, not a function that somebody has to hold in mind. */
function isSuite(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) && rootName(node.parent.expression) === 'describe'
}

const TEST_CALLS = new Set(['describe', 'it', 'test', 'suite'])
const NOT_RUNNING = new Set(['skip', 'only', 'todo', 'fixme', 'skipIf', 'runIf', 'fails'])
const SHORT_FORMS = new Set(['xit', 'xdescribe', 'xtest', 'fit', 'fdescribe'])

function isUnfinishedTest(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression))
    return SHORT_FORMS.has(node.expression.text)
  if (!ts.isPropertyAccessExpression(node)) return false
  return NOT_RUNNING.has(node.name.text) && TEST_CALLS.has(rootName(node.expression) ?? '')
}

function rootName(node: ts.Node): string | undefined {
  if (ts.isIdentifier(node)) return node.text
  if (ts.isPropertyAccessExpression(node) || ts.isCallExpression(node)) return rootName(node.expression)
  return undefined
}

/** A package has one index; any other file that consists of nothing but re-exports is a detour. */
function isBarrel(path: string, source: ts.SourceFile): boolean {
  if (/^[^/]+\/[^/]+\/src\/index[.]ts$/.test(path) || source.statements.length === 0) return false
  return source.statements.every(
    (statement) => ts.isExportDeclaration(statement) && statement.moduleSpecifier,
  )
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1
}

function scriptKind(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX
  return /[.][cm]?js$/.test(path) ? ts.ScriptKind.JS : ts.ScriptKind.TS
}
