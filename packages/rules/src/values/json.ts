/** Reading JSON that anyone may have written: own keys only, no prototype is ever touched. */
import type { Doc, Json } from '../shapes.ts'

const UNSAFE_LIST: readonly string[] = ['__proto__', 'constructor', 'prototype']
const UNSAFE_KEYS: ReadonlySet<string> = new Set(UNSAFE_LIST)

/** Whether a key may become a property of an object the rules build. */
export function isSafeKey(key: string): boolean {
  return !UNSAFE_KEYS.has(key)
}

export function isObject(value: Json | undefined): value is Doc {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value)
}

/**
 * The value of an own key; a key inherited from a prototype is absent. The one question every merge asks hundreds of
 * times, so it reads first: what JSON can not hold, a function or the root prototype, was inherited.
 */
export function own(object: Doc | null | undefined, key: string): Json | undefined {
  if (object === null || object === undefined) return undefined
  const value = object[key]
  return typeof value === 'function' || value === ROOT ? undefined : value
}

const ROOT: unknown = Object.prototype

/** Nothing, as a person sees it. Zero and false are something. */
export function isEmpty(value: Json | undefined): boolean {
  if (value === undefined || value === null || value === '') return true
  if (isList(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}

/** The object without keys that could reach a prototype; the object itself when there are none. */
export function withoutUnsafeKeys(doc: Doc): Doc {
  const isUnsafe = UNSAFE_LIST.some((key) => Object.hasOwn(doc, key))
  return isUnsafe ? Object.fromEntries(Object.entries(doc).filter(([key]) => isSafeKey(key))) : doc
}

/** The unsafe own keys of an object, for the record of what was refused. */
export function unsafeKeys(doc: Doc): readonly string[] {
  return UNSAFE_LIST.filter((key) => Object.hasOwn(doc, key))
}
