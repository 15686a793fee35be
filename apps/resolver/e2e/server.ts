import { randomUUID } from 'node:crypto'
import {
  addressOf,
  type ConflictDetail,
  type ConflictKind,
  type ConflictSummary,
  conflictDetail,
  conflictList,
  ENDPOINTS,
  type FeedPage,
  type FeedRow,
  feedPage,
  type HistoryPage,
  historyPage,
  session,
  wrapped,
} from '@dartwing/protocol'

export const ORG = 'ORG-DEMO'

function address(path: string): string {
  return `${process.env.RESOLVER_E2E_ADDRESS}${path}`
}

async function tokenOf(email: string): Promise<string> {
  const response = await fetch(address(ENDPOINTS.login), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email, password: 'demo' }),
  })
  return session.parse(await response.json()).access_token
}

const tokens = new Map<string, Promise<string>>()

/** One token per account and run: signing in is limited. */
export async function get(email: string, path: string): Promise<unknown> {
  const response = await authorised(email, path)
  return response.json()
}

export async function fileOf(email: string, file: string): Promise<Uint8Array> {
  const response = await authorised(email, addressOf(ENDPOINTS.file, { id: file }))
  return new Uint8Array(await response.arrayBuffer())
}

async function authorised(email: string, path: string): Promise<Response> {
  const token = tokens.get(email) ?? tokenOf(email)
  tokens.set(email, token)
  return fetch(address(path), { headers: { authorization: `Bearer ${await token}` } })
}

/** The answer, also when it is a refusal: a problem. */
export async function post(
  email: string,
  path: string,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  method = 'POST',
): Promise<unknown> {
  const token = tokens.get(email) ?? tokenOf(email)
  tokens.set(email, token)
  const response = await fetch(address(path), {
    method,
    headers: { authorization: `Bearer ${await token}`, 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  })
  return response.json()
}

export async function openConflicts(kind: ConflictKind): Promise<readonly ConflictSummary[]> {
  const query = new URLSearchParams({ org: ORG, view: 'team', kind })
  return conflictList.parse(await get('resolver@demo.test', `${ENDPOINTS.conflicts}?${query}`)).items
}

export async function conflictOf(id: string): Promise<ConflictDetail> {
  return conflictDetail.parse(
    await get('resolver@demo.test', `${addressOf(ENDPOINTS.conflict, { id })}?org=${ORG}`),
  )
}

export async function historyOf(doctype: string, name: string): Promise<HistoryPage> {
  const path = addressOf(ENDPOINTS.documentHistory, { doctype, name })
  return historyPage.parse(await get('resolver@demo.test', `${path}?org=${ORG}`))
}

export function onDevice(doctype: string, name: string): Promise<FeedRow | undefined> {
  return findOnDevice(doctype, (row) => row.name === name)
}

/** What a technician's device has after its next sync: the feed read from the beginning to its end. */
export async function findOnDevice(
  doctype: string,
  isIt: (row: FeedRow) => boolean,
): Promise<FeedRow | undefined> {
  let since: string | null = null
  let found: FeedRow | undefined
  for (;;) {
    const query = new URLSearchParams({
      org: ORG,
      doctype,
      limit: '500',
      ...(since === null ? {} : { since }),
    })
    const page: FeedPage = feedAnswer.parse(
      await get('tech.a@demo.test', `${ENDPOINTS.feed}?${query}`),
    ).message
    found = page.rows.find(isIt) ?? found
    if (!page.has_more) return found
    since = page.next_since
  }
}

const feedAnswer = wrapped(feedPage)

/** Somebody decides elsewhere: one side for everything that is open. */
export async function decideAs(email: string, id: string, pick: 'server' | 'client'): Promise<void> {
  const { revision, fields_view } = await conflictOf(id)
  const open = fields_view.filter((field) => field.disposition === 'needs_choice')
  const token = tokens.get(email) ?? tokenOf(email)
  tokens.set(email, token)
  const response = await fetch(address(`${addressOf(ENDPOINTS.conflictResolve, { id })}?org=${ORG}`), {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await token}`,
      'content-type': 'application/json',
      'if-match': `"${revision}"`,
      'idempotency-key': randomUUID(),
    },
    body: JSON.stringify({ choices: Object.fromEntries(open.map((field) => [field.name, { pick }])) }),
  })
  if (!response.ok) throw new Error(await response.text())
}
