import { readFileSync } from 'node:fs'
import ts from 'typescript'

/** A word of a person's language: one that begins a sentence, or several in a row. */
const SENTENCE = /\p{L}{2,}[,.:;?!]? \p{L}|^\p{Lu}\p{Ll}+[.:?!…]?$/u
const LETTERS = /\p{L}{2,}/u
const TRANSLATED_TAGS = new Set(['Trans', 'Plural', 'Select', 'SelectOrdinal'])
const TRANSLATED_CALLS = new Set(['t', 'msg', 'plural', 'select', 'defineMessage'])
/** What stands there is read by a machine, or by whoever mends the program. */
const UNREAD_ATTRIBUTES = new Set(['className', 'style', 'd', 'viewBox', 'autoComplete', 'rel'])
const UNREAD_CALLS = /(^|\.)(Error|querySelector(All)?|matchMedia|useMediaQuery|warn|error|DateTimeFormat)$/
const SEEN_ATTRIBUTES =
  /^(aria-(label|description|roledescription|valuetext)|title|placeholder|label|alt|description|[a-z]+Label)$/

/** The texts of one source file that are shown to people and stand there in one language only. */
export function bareTexts(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found: string[] = []
  visit(source, false)
  return found

  function visit(node: ts.Node, isSeen: boolean): void {
    if (isSettled(node)) return
    const text = textOf(node)
    if (text !== null && (ts.isJsxText(node) || isSeen ? LETTERS : SENTENCE).test(text)) found.push(text)
    const seen = shows(node) ?? isSeen
    ts.forEachChild(node, (child) => visit(child, seen))
  }
}

function textOf(node: ts.Node): string | null {
  const isText =
    ts.isStringLiteral(node) ||
    ts.isNoSubstitutionTemplateLiteral(node) ||
    ts.isTemplateHead(node) ||
    ts.isTemplateMiddle(node) ||
    ts.isTemplateTail(node) ||
    ts.isJsxText(node)
  return isText ? node.text.trim() : null
}

/** Whether every word below it is shown; null when that is not its to say. */
function shows(node: ts.Node): boolean | null {
  if (ts.isJsxAttribute(node)) return SEEN_ATTRIBUTES.test(node.name.getText())
  if (ts.isJsxExpression(node)) return ts.isJsxAttribute(node.parent) ? null : true
  if (ts.isCallExpression(node) || ts.isBinaryExpression(node) || ts.isElementAccessExpression(node))
    return false
  if (ts.isJsxOpeningLikeElement(node) || ts.isFunctionLike(node)) return false
  return null
}

/** Translated already, or nothing that people read. */
function isSettled(node: ts.Node): boolean {
  if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return true
  if (ts.isJsxElement(node)) return TRANSLATED_TAGS.has(node.openingElement.tagName.getText())
  if (ts.isJsxSelfClosingElement(node)) return TRANSLATED_TAGS.has(node.tagName.getText())
  if (ts.isTaggedTemplateExpression(node)) return TRANSLATED_CALLS.has(node.tag.getText())
  if (ts.isJsxAttribute(node)) return UNREAD_ATTRIBUTES.has(node.name.getText())
  if (ts.isCallExpression(node) || ts.isNewExpression(node)) {
    const called = node.expression.getText()
    return TRANSLATED_CALLS.has(called) || UNREAD_CALLS.test(called)
  }
  return false
}
