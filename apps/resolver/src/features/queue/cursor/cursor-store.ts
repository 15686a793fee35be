import type { ConflictSummary } from '@dartwing/protocol'
import { useSyncExternalStore } from 'react'
import type { QueueRow } from '../steady-rows.ts'
import { AT_START, type Cursor, moved, selectedTo, toggled, within } from './cursor.ts'

/**
 * Outside React, so that a key paints two rows and not the list; there is one queue on the page, and the palette and
 * the keys of the page speak to it as well.
 */
let cursor = AT_START
let rows: readonly QueueRow[] = []
let ids: readonly string[] = []
const listeners = new Set<() => void>()

function put(next: Cursor): void {
  if (next === cursor) return
  cursor = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** `select` must return a part of the cursor or a primitive. */
export function useCursor<T>(select: (cursor: Cursor) => T): T {
  return useSyncExternalStore(subscribe, () => select(cursor))
}

export const readCursor = (): Cursor => cursor

export function showRows(shown: readonly QueueRow[]): void {
  rows = shown
  ids = shown.map(({ item }) => item.id)
  put(within(cursor, ids))
}

export const moveBy = (by: number): void => put(moved(cursor, ids, by))
export const activate = (id: string): void => put({ ...cursor, active: id })
export const clearSelection = (): void => put({ ...cursor, selected: new Set(), anchor: null })
export const keepSelected = (kept: readonly string[]): void =>
  put({ ...cursor, selected: new Set(kept), anchor: null })

/** Only what waits can be selected. */
export function toggle(id: string | null = cursor.active): void {
  if (isWaiting(id)) put(toggled(cursor, id))
}

export function selectTo(id: string | null = cursor.active): void {
  if (!isWaiting(id)) return
  const next = selectedTo(cursor, ids, id)
  put({ ...next, selected: new Set([...next.selected].filter(isWaiting)) })
}

function isWaiting(id: string | null): id is string {
  return rows.some((row) => row.item.id === id && !row.gone && row.item.state === 'open')
}

export function selectedItems(): readonly ConflictSummary[] {
  return rows.filter(({ item }) => cursor.selected.has(item.id)).map(({ item }) => item)
}

/** What a command is about: the selected rows, or else the one row the cursor is on. */
export function itemsInHand(): readonly ConflictSummary[] {
  const selected = selectedItems()
  if (selected.length > 0) return selected
  return rows
    .filter(({ item, gone }) => item.id === cursor.active && !gone && item.state === 'open')
    .map(({ item }) => item)
}
