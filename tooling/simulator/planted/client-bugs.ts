import type { Bug } from './bug.ts'

const PUSH = 'packages/client/dist/push'
const LOCAL = 'packages/client/dist/local'
const PULL = 'packages/client/dist/pull'

/** Mistakes of a device. */
export const CLIENT_BUGS: readonly Bug[] = [
  {
    id: 'queue-dropped-on-refusal',
    says: 'a batch that is refused as a whole takes its changes with it',
    check: 'nothing is lost',
    places: [
      {
        file: `${PUSH}/push.js`,
        find: 'return endOf(answer);',
        replace: `if (answer.kind === 'problem' && answer.status < 500) await context.driver.transaction(async (tx) => {
                for (const entry of batch.entries) await tx.run('DELETE FROM mutation WHERE position = ?', [entry.position]);
            });
            return endOf(answer);`,
      },
    ],
  },
  {
    id: 'unreadable-answer-is-yes',
    says: 'an answer that can not be read counts as done',
    check: 'nothing is lost',
    rates: { garbled: 0.2 },
    places: [
      {
        file: 'packages/client/dist/session/http.js',
        find: "? { kind: 'unreachable', reason: 'the answer is not JSON' }",
        replace: "? { kind: 'ok', body: null }",
      },
      {
        file: `${PUSH}/push.js`,
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
    ],
  },
  {
    id: 'unknown-word-is-the-end',
    says: 'a change answered with a word this release does not know is dropped',
    check: 'nothing is lost',
    rates: { unknown_word: 0.2 },
    places: [
      {
        file: `${PUSH}/push.js`,
        find: 'const left = batch.entries.filter((entry) => !settled.has(entry.mutation_id));',
        replace: `const strange = batch.entries.filter((entry) => !results.some((item) => item.mutation_id === entry.mutation_id));
    await context.driver.transaction(async (tx) => {
        for (const entry of strange) await tx.run('DELETE FROM mutation WHERE position = ?', [entry.position]);
    });
    const left = batch.entries.filter((entry) => !settled.has(entry.mutation_id) && !strange.includes(entry));`,
      },
    ],
  },
  {
    id: 'nothing-offered-again',
    says: 'after a restore nothing is offered again',
    check: 'nothing is lost',
    rates: { restore: 0.25 },
    places: [
      {
        file: `${PULL}/restart.js`,
        find: 'const offered = await offerAgain(tx);',
        replace: 'const offered = 0;',
      },
    ],
  },
  {
    id: 'folded-into-what-is-sent',
    says: 'an edit made while another is on its way vanishes into it',
    check: 'what arrives is what was written',
    rates: { answer_lost: 0.25 },
    places: [
      {
        file: `${LOCAL}/enqueue.js`,
        find: "last.state === 'waiting' &&\n        edit.op === 'update' &&",
        replace: "last.state !== 'rejected' &&\n        edit.op === 'update' &&",
      },
    ],
  },
  {
    id: 'refusal-not-shown',
    says: 'a refused change leaves the phone, and nobody is told',
    check: 'what was refused is shown',
    places: [
      {
        file: `${LOCAL}/queue.js`,
        find: "SET state = 'rejected', error = ? WHERE",
        replace: "SET state = 'acknowledged', error = ? WHERE",
      },
    ],
  },
  {
    id: 'nobody-told',
    says: 'two people meet in one record and neither hears of it',
    check: 'whoever met somebody is told',
    places: [
      {
        file: `${PUSH}/response.js`,
        find: 'announcements: results.flatMap(tell)',
        replace: 'announcements: []',
      },
    ],
  },
  {
    id: 'signed-in-over-a-queue',
    says: 'somebody else signs in on a phone whose changes are not on the server, and they are gone',
    check: 'a phone with a queue is not handed over',
    rates: { other_person: 0.05 },
    places: [
      {
        file: 'packages/client/dist/session/account.js',
        find: 'if (waiting > 0) {',
        replace: 'if (waiting < 0) {',
      },
    ],
  },
  {
    id: 'cursor-before-rows',
    says: 'the cursor is stored before the rows it stands for',
    check: 'devices converge',
    rates: { killed_while_writing: 0.25 },
    places: [
      {
        file: `${PULL}/pull.js`,
        find: 'const changed = await driver.transaction(async (tx) => {',
        replace: `await driver.transaction((tx) => writeSetting(tx, 'cursor', page.next_since));
    const changed = await driver.transaction(async (tx) => {`,
      },
    ],
  },
  {
    id: 'ghosts-after-full-read',
    says: 'what a read from the beginning did not bring stays on the phone',
    check: 'devices converge',
    rates: { role_change: 0.3 },
    places: [
      { file: `${PULL}/pull.js`, find: 'keys.push(...(await dropUndelivered(tx, read)));', replace: '' },
    ],
  },
  {
    id: 'old-order-after-restore',
    says: 'after a restore the phone believes its own newer numbers',
    check: 'devices converge',
    rates: { restore: 0.25 },
    places: [{ file: `${PULL}/restart.js`, find: 'await forgetOrder(tx);', replace: '' }],
  },
]
