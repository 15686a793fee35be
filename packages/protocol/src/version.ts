/**
 * The wire's version: raised only when a message changes in a way an older client would misread. Everything
 * else is added, and what a side does not know it leaves alone.
 */
export const PROTOCOL_VERSION = 1

/** Every form the messages have had, the oldest first. A line is never changed or taken away. */
export const WIRE_FORMS: readonly { version: number; hash: string; change: string }[] = [
  {
    version: 1,
    hash: 'ace1e8524cf5f073',
    change: 'sync, conflicts, history, realtime; members, sign-in elsewhere, rollout',
  },
  { version: 1, hash: '3a4f5913f7330548', change: 'settings name the issuer people may sign in with' },
  { version: 1, hash: 'acf8cbaad0622a12', change: 'members and the audit are read page by page' },
  { version: 1, hash: 'b62f48f748435148', change: 'the audit says when a link gave a new password' },
  { version: 1, hash: 'f14379e2f3061ea7', change: 'a field of a conflict says how its rows are told apart' },
  { version: 1, hash: '5ed62d87990c9156', change: 'the branches of a document' },
  {
    version: 1,
    hash: '93ee084a24449024',
    change: 'the history of an organisation, digests of what was settled while away, feedback',
  },
  { version: 1, hash: 'c2a3c00f4b4fa862', change: 'the history of a document says what it is now' },
  {
    version: 1,
    hash: 'c4f9270c734cec7b',
    change: 'conflicts are given to somebody, claimed and decided in bulk; filters, and a few minutes more',
  },
  { version: 1, hash: 'c44ae8d2cde10948', change: 'a change says over which own changes it was made' },
  { version: 1, hash: '9f24bb9a46eda4ea', change: 'files travel by resumable uploads, and are read' },
  {
    version: 1,
    hash: '203afdf45e69fa76',
    change: 'the overview of admins with its rows, and timers that stand still',
  },
  { version: 1, hash: '4420ab34368bf3d7', change: 'rules are explained, simulated and replayed' },
  {
    version: 1,
    hash: 'e84b2e1cc39cc9b2',
    change: 'what a person should know, in a list and by push messages',
  },
  {
    version: 1,
    hash: 'c164fcc9eb812a62',
    change: 'admins are told of files that do not come or may do harm',
  },
  { version: 1, hash: '7c0afb29a31ec850', change: 'acts in the history name their rule set' },
  {
    version: 1,
    hash: 'baaad52d603745c8',
    change: 'people are told of records they are given, and of values that a rule did not keep',
  },
  {
    version: 1,
    hash: '51940fc319bfa519',
    change: 'the words of the history of a conflict and the longest search have names',
  },
]
