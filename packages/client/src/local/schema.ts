import { integer } from './columns.ts'
import type { Driver } from './driver.ts'

/** One script per step; `PRAGMA user_version` counts the steps done. A published step is never edited. */
const STEPS = [
  `CREATE TABLE setting (
     key   TEXT PRIMARY KEY,   -- see settings.ts
     value TEXT NOT NULL
   ) STRICT;
   CREATE TABLE document (
     doctype     TEXT NOT NULL,
     name        TEXT NOT NULL,
     server      TEXT,                          -- JSON: the copy last known from the server; null = none
     version     INTEGER,                       -- of that copy: the base of the next change
     seq         TEXT NOT NULL DEFAULT '0',     -- decimal; only a greater one is applied
     modified    TEXT,
     modified_by TEXT,
     docstatus   INTEGER NOT NULL DEFAULT 0,
     gone        TEXT,                          -- deleted | out_of_scope | archived
     hold        TEXT,                          -- JSON: {id, fields, due_at} while a person has to decide
     delivered   INTEGER NOT NULL DEFAULT 0,    -- number of the last full read that delivered it
     shown       TEXT,                          -- JSON: the copy with this device's own changes on top
     PRIMARY KEY (doctype, name)
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE mutation (
     position     INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of making, kept over restarts
     mutation_id  TEXT NOT NULL UNIQUE,
     op           TEXT NOT NULL,
     doctype      TEXT NOT NULL,
     name         TEXT NOT NULL,
     base_version INTEGER,
     base         TEXT,                         -- JSON: old values of the changed fields
     data         TEXT,                         -- JSON: the changed fields
     client_ts    TEXT NOT NULL,
     state        TEXT NOT NULL,                -- waiting | sent | rejected | acknowledged
     error        TEXT,                         -- JSON: why it was rejected
     settled_at   INTEGER                       -- when the server accepted it, by its clock
   ) STRICT;
   CREATE INDEX mutation_of_document ON mutation (doctype, name, position);
   CREATE INDEX mutation_by_state ON mutation (state, position);`,
  // 1 = was acknowledged once, and has been offered again to a server restored from a backup.
  'ALTER TABLE mutation ADD COLUMN offered INTEGER NOT NULL DEFAULT 0;',
  // What a write came to, for a caller who asks again under the same id: see once.ts.
  `CREATE TABLE call (
     position INTEGER PRIMARY KEY AUTOINCREMENT,
     id       TEXT NOT NULL UNIQUE,
     answer   TEXT NOT NULL
   ) STRICT;`,
  `CREATE TABLE decision (
     position    INTEGER PRIMARY KEY AUTOINCREMENT,
     doctype     TEXT NOT NULL,
     name        TEXT NOT NULL,
     mutation_id TEXT NOT NULL,
     field       TEXT NOT NULL,
     decided_at  TEXT NOT NULL,
     content     TEXT NOT NULL,                 -- JSON: as the server answered
     UNIQUE (mutation_id, field)
   ) STRICT;
   CREATE INDEX decision_of_document ON decision (doctype, name, position);`,
  // Beside a document of DocType File: its bytes, and whether the server has them.
  `CREATE TABLE attachment (
     position     INTEGER PRIMARY KEY AUTOINCREMENT,
     file         TEXT NOT NULL UNIQUE,         -- name of the File document
     account      TEXT NOT NULL COLLATE NOCASE, -- whose it is: never uploaded in another name
     mime         TEXT NOT NULL,
     size         INTEGER NOT NULL,
     state        TEXT NOT NULL,                -- waiting | uploading | done | failed
     is_requested INTEGER NOT NULL DEFAULT 0,
     error        TEXT,                         -- why the last attempt came to nothing
     bytes        BLOB,                         -- null = evicted; only what the server has may be
     used         INTEGER NOT NULL              -- counts up with each use: the least is evicted first
   ) STRICT;`,
  // JSON: the ids of the own changes that one was made over; null = made before this was noted.
  'ALTER TABLE mutation ADD COLUMN made_over TEXT;',
  // Bytes in rows of their own: a row beside them changes often, and is written anew each time.
  `CREATE TABLE attachment_content (
     file  TEXT PRIMARY KEY,
     bytes BLOB NOT NULL                        -- absent = evicted, or not fetched yet
   ) STRICT;
   INSERT INTO attachment_content (file, bytes) SELECT file, bytes FROM attachment WHERE bytes IS NOT NULL;
   ALTER TABLE attachment DROP COLUMN bytes;
   ALTER TABLE attachment ADD COLUMN upload TEXT; -- where at the server its bytes were on their way to
   CREATE TRIGGER attachment_removed AFTER DELETE ON attachment BEGIN
     DELETE FROM attachment_content WHERE file = old.file;
   END;`,
] as const

/** Brings a database of any earlier release up to this one, each step whole or not at all. */
export async function migrate(driver: Driver): Promise<void> {
  const [row] = await driver.all('PRAGMA user_version')
  const done = row ? integer(row, 'user_version') : 0
  for (const [index, script] of STEPS.entries()) {
    if (index < done) continue
    await driver.transaction(async (tx) => {
      await tx.exec(script)
      await tx.exec(`PRAGMA user_version = ${index + 1}`)
    })
  }
}
