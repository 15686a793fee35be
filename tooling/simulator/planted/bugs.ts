import type { Fault } from './product-copy.ts'

/** A mistake that others have made, as one change of the built code. */
export interface Bug extends Fault {
  readonly id: string
  /** What goes wrong for people. */
  readonly says: string
}

const CLIENT = 'packages/client/dist'
const API = 'apps/api/dist'
const RULES = 'packages/rules/dist'

export const BUGS: readonly Bug[] = [
  {
    id: 'queue-dropped-on-refusal',
    says: 'a batch that is refused as a whole takes its changes with it',
    file: `${CLIENT}/push/push.js`,
    find: 'return endOf(answer);',
    replace: `if (answer.kind === 'problem' && answer.status < 500) await context.driver.transaction(async (tx) => {
                for (const entry of batch.entries) await tx.run('DELETE FROM mutation WHERE position = ?', [entry.position]);
            });
            return endOf(answer);`,
  },
  {
    id: 'unreadable-answer-is-yes',
    says: 'an answer that can not be read counts as done',
    file: `${CLIENT}/push/push.js`,
    find: 'const results = readResults(answer.body) ?? [];',
    replace: `const understood = readResults(answer.body);
            if (understood == null) {
                await context.driver.transaction(async (tx) => {
                    for (const entry of batch.entries) await tx.run("UPDATE mutation SET state = 'acknowledged' WHERE position = ?", [entry.position]);
                });
                continue;
            }
            const results = understood;`,
  },
  {
    id: 'sent-content-changes',
    says: 'a change that is on its way is still edited',
    file: `${CLIENT}/local/queue.js`,
    find: "UPDATE mutation SET state = 'sent' WHERE position = ? AND state = 'waiting'",
    replace: "UPDATE mutation SET state = 'waiting' WHERE position = ? AND state = 'waiting'",
  },
  {
    id: 'folded-into-what-is-sent',
    says: 'an edit made while another is on its way vanishes into it',
    file: `${CLIENT}/local/enqueue.js`,
    find: "last.state === 'waiting' &&",
    replace: "last.state !== 'rejected' &&",
  },
  {
    id: 'cursor-before-rows',
    says: 'the cursor is stored before the rows it stands for',
    file: `${CLIENT}/pull/pull.js`,
    find: 'const changed = await driver.transaction(async (tx) => {',
    replace: `await driver.transaction((tx) => writeSetting(tx, 'cursor', page.next_since));
    const changed = await driver.transaction(async (tx) => {`,
  },
  {
    id: 'older-rows-win',
    says: 'what arrives last is shown, not what happened last',
    file: `${CLIENT}/local/documents.js`,
    find: 'if (order <= 0) {',
    replace: 'if (order === 0) {',
  },
  {
    id: 'ghosts-after-full-read',
    says: 'what a read from the beginning did not bring stays on the phone',
    file: `${CLIENT}/pull/pull.js`,
    find: 'keys.push(...(await dropUndelivered(tx, read)));',
    replace: '',
  },
  {
    id: 'nothing-offered-again',
    says: 'after a restore nothing is offered again',
    file: `${CLIENT}/pull/restart.js`,
    find: 'const offered = await offerAgain(tx);',
    replace: 'const offered = 0;',
  },
  {
    id: 'old-order-after-restore',
    says: 'after a restore the phone believes its own newer numbers',
    file: `${CLIENT}/pull/restart.js`,
    find: 'await forgetOrder(tx);',
    replace: '',
  },
  {
    id: 'no-receipts',
    says: 'a change that was sent twice is applied twice',
    file: `${API}/upsert/upsert.service.js`,
    find: 'const unknown = [...wanted.values()].filter((item) => !known.has(item.operation.mutation_id));',
    replace: 'const unknown = [...wanted.values()];',
  },
  {
    id: 'answered-without-commit',
    says: 'a batch that could not be stored is answered as if it had been',
    file: `${API}/upsert/upsert.service.js`,
    find: 'const committed = await batch.unit.commit();',
    replace: `const committed = await batch.unit.commit().catch(() => ({ org: member.org, rows: [], conflicts: [], notifications: [] }));`,
  },
  {
    id: 'epoch-not-checked',
    says: 'a restored server takes cursors from before',
    file: `${API}/feed/feed.service.js`,
    find: 'if (at.epoch !== now.epoch)',
    replace: 'if (at.epoch === undefined)',
  },
  {
    id: 'role-not-in-cursor',
    says: 'who changes roles goes on reading where they were',
    file: `${API}/feed/feed.service.js`,
    find: 'at.doctypes !== now.doctypes || at.revision !== now.revision',
    replace: 'at.doctypes !== now.doctypes',
  },
  {
    id: 'copies-stay-with-former',
    says: 'whoever had a job keeps their copy when it goes to somebody else',
    file: `${API}/store/write-unit.js`,
    find: 'const former_audience = [...ever].filter((email) => !audience.includes(email));',
    replace: 'const former_audience = [];',
  },
  {
    id: 'hold-not-recorded',
    says: 'a change is held for a person who is never asked',
    file: `${API}/upsert/settle/conflict-records.js`,
    find: "batch.unit.putConflict(record, open === undefined ? 'opened' : 'changed', {",
    replace:
      "if (open === undefined) return record;\n    batch.unit.putConflict(record, open === undefined ? 'opened' : 'changed', {",
  },
  {
    id: 'deadlines-sleep',
    says: 'a deadline passes and nothing happens',
    file: `${API}/conflicts/deadlines.job.js`,
    find: 'let count = 0;\n        const organisations',
    replace: 'let count = 0;\n        if (count === 0) return 0;\n        const organisations',
  },
  {
    id: 'booking-not-moved',
    says: 'an appointment moves and its booking stays',
    file: `${API}/upsert/settle/settle-item.js`,
    find: 'rebook(batch, rule, after, had, collides !== null && before === undefined);',
    replace: '',
  },
  {
    id: 'totals-not-deltas',
    says: 'two people use a part and only one use is counted',
    file: `${RULES}/merge/sum-rows.js`,
    find: 'return roundTo((server ?? 0) + ((client ?? 0) - (before ?? 0)), QUANTITY_PLACES);',
    replace: 'return client ?? server;',
  },
  {
    id: 'tombstones-ignored',
    says: 'a late edit brings back what was deleted',
    file: `${RULES}/tombstone.js`,
    find: 'if (compiled.rule.tombstone.tombstone_wins_over_update === false)',
    replace: 'if (compiled.rule.name !== "")',
  },
  {
    id: 'deadline-before-its-time',
    says: 'the deadline strikes conflicts that still have time',
    file: `${API}/conflicts/conflicts.repository.js`,
    find: "c.state = 'open' AND c.due_at <= now() AND",
    replace: "c.state = 'open' AND",
  },
  {
    id: 'decided-unseen',
    says: 'a decision is taken about something else than what was looked at',
    file: `${API}/conflicts/guarded-changes.js`,
    find: 'if (conflict.revision === revision)',
    replace: 'if (conflict.revision >= revision)',
  },
  {
    id: 'decision-retried-as-new',
    says: 'a decision whose answer was lost is refused as if somebody else had decided',
    file: `${API}/conflicts/receipt.js`,
    find: 'uuid5(canonicalJson([accountId, conflictId, key]))',
    replace: 'uuid5(canonicalJson([accountId, conflictId, key, String(Math.random())]))',
  },
  {
    id: 'anybody-undoes',
    says: 'whoever may decide also takes back what others decided long ago',
    file: `${API}/conflicts/undo/undo.service.js`,
    find: 'if (permissionsOf(member, conflict, document, unit.now).undo)',
    replace: 'if (permissionsOf(member, conflict, document, unit.now) !== null)',
  },
  {
    id: 'second-hold-replaces-first',
    says: 'a second change that waits for a person takes the place of the first',
    file: `${API}/upsert/settle/conflict-records.js`,
    find: 'candidates: [...open.candidates, earlier],',
    replace: 'candidates: [],',
  },
  {
    id: 'former-sees-content',
    says: 'whoever had a job goes on reading it',
    file: `${API}/feed/feed.sql.js`,
    find: "CASE WHEN h.hidden THEN 'out_of_scope' WHEN",
    replace: 'CASE WHEN',
  },
  {
    id: 'lost-token-ends-sign-in',
    says: 'a phone that missed the answer to its refresh has to sign in again',
    file: `${API}/access/sessions/rotation.js`,
    find: 'await lockRefreshToken(tx, row.successorHash);',
    replace: 'return null;',
  },
  {
    id: 'unknown-word-is-the-end',
    says: 'a change answered with a word this release does not know is dropped',
    file: `${CLIENT}/push/push.js`,
    find: 'const left = batch.entries.filter((entry) => !settled.has(entry.mutation_id));',
    replace: `const strange = batch.entries.filter((entry) => !results.some((item) => item.mutation_id === entry.mutation_id));
    await context.driver.transaction(async (tx) => {
        for (const entry of strange) await tx.run('DELETE FROM mutation WHERE position = ?', [entry.position]);
    });
    const left = batch.entries.filter((entry) => !settled.has(entry.mutation_id) && !strange.includes(entry));`,
  },
  {
    id: 'refusal-not-shown',
    says: 'a refused change leaves the phone, and nobody is told',
    file: `${CLIENT}/local/queue.js`,
    find: "SET state = 'rejected', error = ? WHERE",
    replace: "SET state = 'acknowledged', error = ? WHERE",
  },
  {
    id: 'base-of-own-edits',
    says: "a change says it was made on top of the phone's own earlier ones, and hides what others did meanwhile",
    file: `${CLIENT}/local/enqueue.js`,
    find: 'const known = isUnseen ? document?.data : document.server;',
    replace: 'const known = document?.data;',
  },
  {
    id: 'nobody-told',
    says: 'two people meet in one record and neither hears of it',
    file: `${CLIENT}/push/response.js`,
    find: 'announcements: results.flatMap(tell)',
    replace: 'announcements: []',
  },
  {
    id: 'double-booking',
    says: 'two appointments take one time',
    file: `${API}/store/write-unit.js`,
    find: '.filter((booked) => booked.resource === slot.resource && !booked.overridden)',
    replace: '.filter((booked) => booked.resource === slot.resource && booked.overridden)',
  },
  {
    id: 'purged-before-read',
    says: 'a phone that was away never hears of what was deleted and purged meanwhile',
    file: `${API}/feed/feed.service.js`,
    find: 'if (BigInt(seq) < BigInt(horizon) && BigInt(began) < BigInt(horizon))',
    replace: 'if (BigInt(seq) < 0n && BigInt(began) < BigInt(horizon))',
  },
  {
    id: 'patience-for-no-queue',
    says: 'the server asks for patience for ever, and the queue waits',
    file: `${API}/upsert/upsert.service.js`,
    find: 'if (request.operations.length > BATCH_OPERATIONS_MAX)',
    replace:
      "if (request.operations.length > 2) throw new ProblemException('rate_limited');\n        if (request.operations.length > BATCH_OPERATIONS_MAX)",
  },
]
