import { text } from './columns.ts'
import type { Statements } from './driver.ts'

/** What the device remembers about itself, one row each. */
export const SETTING_KEYS = [
  /** Given once; a device belongs to one account. */
  'device_id',
  'org',
  /** The e-mail address this database belongs to. */
  'account',
  'access_token',
  'refresh_token',
  /** Set when the server wants a fresh sign-in. */
  'reauth',
  /** The code with which the server last refused to sync; gone when it no longer does. */
  'blocked',
  /** When the server was first not reached; gone when it answers. By the device's clock, as the next one. */
  'offline_since',
  /** When a push and a pull to the end last went well. */
  'last_sync_at',
  /** The feed's opaque cursor. */
  'cursor',
  'epoch',
  /** How many reads from the beginning were started. */
  'reads',
  /** The number of the read from the beginning that has not ended yet. */
  'full_read',
] as const
export type SettingKey = (typeof SETTING_KEYS)[number]

export async function readSetting(db: Statements, key: SettingKey): Promise<string | null> {
  const [row] = await db.all('SELECT value FROM setting WHERE key = ?', [key])
  return row ? text(row, 'value') : null
}

export async function writeSetting(db: Statements, key: SettingKey, value: string | null): Promise<void> {
  if (value === null) {
    await db.run('DELETE FROM setting WHERE key = ?', [key])
  } else {
    await db.run(
      'INSERT INTO setting (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
      [key, value],
    )
  }
}
