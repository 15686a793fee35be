import type { Bug } from './bug.ts'

const API = 'apps/api/dist'
const RULES = 'packages/rules/dist'

/** Mistakes of the server and of its rules. */
export const SERVER_BUGS: readonly Bug[] = [
  {
    id: 'no-receipts',
    says: 'a change that was sent twice is applied twice',
    check: 'sums are right',
    rates: { answer_lost: 0.25, duplicated: 0.25 },
    places: [
      {
        file: `${API}/upsert/upsert.service.js`,
        find: 'const unknown = [...wanted.values()].filter((item) => !known.has(item.operation.mutation_id));',
        replace: 'const unknown = [...wanted.values()];',
      },
      {
        file: `${API}/store/changes.sql.js`,
        find: 'written === undefined || written.receipts < receipts.length',
        replace: 'written === undefined',
      },
    ],
  },
  {
    id: 'token-without-lock',
    says: 'of two tabs that refresh at once one is signed out',
    check: 'one-token-twice',
    scenario: 'one-token-twice',
    places: [
      { file: `${API}/access/sessions/rotation.js`, find: 'await lockRefreshToken(tx, hash);', replace: '' },
    ],
  },
  {
    id: 'decided-unlocked',
    says: 'two people decide about one conflict, and both are told that it was them',
    check: 'decision-twice',
    scenario: 'decision-twice',
    places: [
      {
        file: `${API}/conflicts/open-situation.js`,
        find: 'const conflict = await readConflict(tx, member.org, id);',
        replace: 'const conflict = glance;',
      },
    ],
  },
  {
    id: 'answered-without-commit',
    says: 'a batch that could not be stored is answered as if it had been',
    check: 'nothing is lost',
    rates: { serialization: 0.1, lock_timeout: 0.1 },
    places: [
      {
        file: `${API}/upsert/upsert.service.js`,
        find: 'const committed = await batch.unit.commit();',
        replace: `const committed = await batch.unit.commit().catch(() => ({ org: member.org, rows: [], conflicts: [], notifications: [] }));`,
      },
    ],
  },
  {
    id: 'epoch-not-checked',
    says: 'a restored server takes cursors from before',
    check: 'devices converge',
    rates: { restore: 0.25 },
    places: [
      {
        file: `${API}/feed/feed.service.js`,
        find: 'if (at.epoch !== now.epoch)',
        replace: 'if (at.epoch === undefined)',
      },
    ],
  },
  {
    id: 'role-not-in-cursor',
    says: 'who changes roles goes on reading where they were',
    check: 'devices converge',
    rates: { role_change: 0.3 },
    places: [
      {
        file: `${API}/feed/feed.service.js`,
        find: 'at.doctypes !== now.doctypes || at.revision !== now.revision',
        replace: 'at.doctypes !== now.doctypes',
      },
    ],
  },
  {
    id: 'purged-before-read',
    says: 'a phone that was away never hears of what was deleted and purged meanwhile',
    check: 'devices converge',
    rates: { offline: 0.2, long_night: 0.25, restore: 0, role_change: 0 },
    places: [
      {
        file: `${API}/feed/feed.service.js`,
        find: 'if (BigInt(seq) < BigInt(horizon) && BigInt(began) < BigInt(horizon))',
        replace: 'if (BigInt(seq) < 0n && BigInt(began) < BigInt(horizon))',
      },
    ],
  },
  {
    id: 'copies-stay-with-former',
    says: 'whoever had a job keeps their copy when it goes to somebody else',
    check: 'devices converge',
    places: [
      {
        file: `${API}/store/write-unit.js`,
        find: 'const former_audience = [...ever].filter((email) => !audience.includes(email));',
        replace: 'const former_audience = [];',
      },
    ],
  },
  {
    id: 'former-sees-content',
    says: 'whoever had a job goes on reading it',
    check: 'nobody holds what is not theirs',
    places: [
      {
        file: `${API}/feed/feed.sql.js`,
        find: "CASE WHEN h.hidden THEN 'out_of_scope' WHEN",
        replace: 'CASE WHEN',
      },
    ],
  },
  {
    id: 'hold-not-recorded',
    says: 'a change is held for a person who is never asked',
    check: 'every acknowledged change rests somewhere',
    places: [
      {
        file: `${API}/upsert/settle/conflict-records.js`,
        find: "batch.unit.putConflict(record, open === undefined ? 'opened' : 'changed', {",
        replace:
          "if (open === undefined) return record;\n    batch.unit.putConflict(record, open === undefined ? 'opened' : 'changed', {",
      },
    ],
  },
  {
    id: 'second-hold-replaces-first',
    says: 'a second change that waits for a person takes the place of the first',
    check: 'every acknowledged change rests somewhere',
    places: [
      {
        file: `${API}/upsert/settle/conflict-records.js`,
        find: 'candidates: [...open.candidates, earlier],',
        replace: 'candidates: [],',
      },
    ],
  },
  {
    id: 'deadlines-sleep',
    says: 'a deadline passes and nothing happens',
    check: 'one decision per conflict, in time',
    places: [
      {
        file: `${API}/conflicts/deadlines.job.js`,
        find: 'let count = 0;\n        const organisations',
        replace: 'let count = 0;\n        if (count === 0) return 0;\n        const organisations',
      },
    ],
  },
  {
    id: 'deadline-before-its-time',
    says: 'the deadline strikes conflicts that still have time',
    check: 'deadlines are kept',
    places: [
      {
        file: `${API}/conflicts/conflicts.repository.js`,
        find: "c.state = 'open' AND c.due_at <= now() AND",
        replace: "c.state = 'open' AND",
      },
    ],
  },
  {
    id: 'decided-unseen',
    says: 'a decision is taken about something else than what was looked at',
    check: 'decision-and-joining',
    scenario: 'decision-and-joining',
    places: [
      {
        file: `${API}/conflicts/guarded-changes.js`,
        find: 'if (conflict.revision === revision)',
        replace: 'if (conflict.revision >= revision)',
      },
    ],
  },
  {
    id: 'decision-retried-as-new',
    says: 'a decision whose answer was lost is refused as if somebody else had decided',
    check: 'a decision asked for twice is one',
    places: [
      {
        file: `${API}/conflicts/receipt.js`,
        find: 'uuid5(canonicalJson([accountId, conflictId, key]))',
        replace: 'uuid5(canonicalJson([accountId, conflictId, key, String(Math.random())]))',
      },
    ],
  },
  {
    id: 'anybody-undoes',
    says: 'whoever may decide also takes back what others decided long ago',
    check: 'undone by those who may',
    places: [
      {
        file: `${API}/conflicts/undo/undo.service.js`,
        find: 'if (permissionsOf(member, conflict, document, unit.now).undo)',
        replace: 'if (permissionsOf(member, conflict, document, unit.now) !== null)',
      },
    ],
  },
  {
    id: 'booking-not-moved',
    says: 'an appointment moves and its booking stays',
    check: 'no resource is booked twice',
    places: [
      {
        file: `${API}/upsert/settle/settle-item.js`,
        find: 'rebook(batch, rule, after, had, collides !== null);',
        replace: '',
      },
    ],
  },
  {
    id: 'totals-not-deltas',
    says: 'two people use a part and only one use is counted',
    check: 'sums are right',
    places: [
      {
        file: `${RULES}/merge/sum-rows.js`,
        find: 'return roundTo((server ?? 0) + ((client ?? 0) - (before ?? 0)), QUANTITY_PLACES);',
        replace: 'return client ?? server;',
      },
    ],
  },
  {
    id: 'tombstones-ignored',
    says: 'a late edit brings back what was deleted',
    check: 'what was deleted stays deleted',
    places: [
      {
        file: `${RULES}/tombstone.js`,
        find: 'if (compiled.rule.tombstone.tombstone_wins_over_update === false)',
        replace: 'if (compiled.rule.name !== "")',
      },
    ],
  },
  {
    id: 'lost-token-ends-sign-in',
    says: 'a phone that missed the answer to its refresh has to sign in again',
    check: 'nobody is signed out without a reason',
    rates: { answer_lost: 0.25, signed_out: 0, signed_off: 0, disabled: 0, restore: 0 },
    places: [
      {
        file: `${API}/access/sessions/rotation.js`,
        find: 'await lockRefreshToken(tx, row.successorHash);',
        replace: 'return null;',
      },
    ],
  },
]
