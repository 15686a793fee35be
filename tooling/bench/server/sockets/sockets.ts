/** Two thousand connections to three processes, and documents for them at a given rate. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { ENDPOINTS } from '@dartwing/protocol'
import { table } from '../../table.ts'
import { type Arena, withClient } from '../arena.ts'
import { type Line, openLine } from '../contenders/http.ts'
import { percentile } from '../measure/statistics.ts'
import type { Options } from '../options.ts'
import { verdicts, whole } from '../report.ts'
import { insertion } from '../work/tickets.ts'
import { type Crowd, gatherCrowd } from './crowd.ts'
import { type Fleet, startFleet } from './fleet.ts'
import { addOrganisations, orgOf } from './organisations.sql.ts'

const PROCESSES = 3
const ORGANISATIONS = 40
const LISTENERS = 2_000
const SECONDS = 12
const PATIENCE_MS = 30_000
/** Deliveries a second, and documents in each commit. */
const LOADS = [
  { perSecond: 1_000, batch: 1 },
  { perSecond: 1_000, batch: 10 },
  { perSecond: 4_000, batch: 10 },
]

interface Load {
  readonly perSecond: number
  readonly batch: number
}

export async function runSockets(arena: Arena, { quick }: Options): Promise<string> {
  assertEnoughFiles()
  const fleet = await startFleet(arena, PROCESSES)
  await withClient(fleet.databaseUrl, (client) => addOrganisations(client, ORGANISATIONS))
  const sentAt = new Map<string, number>()
  const size = { organisations: ORGANISATIONS, listeners: quick ? LISTENERS / 10 : LISTENERS }
  const crowd = await gatherCrowd(fleet.addresses, size, sentAt)
  const lines = crowd.tokens.map((token, org) => lineOf(fleet, token, org))
  await play({ perSecond: 500, batch: 1 }, 3, { crowd, lines, sentAt, label: 'warm' })
  const rounds: Round[] = []
  for (const [index, load] of LOADS.entries()) {
    rounds.push(await play(load, SECONDS, { crowd, lines, sentAt, label: String(index) }))
  }
  crowd.hangUp()
  for (const line of lines) line.close()
  await fleet.stop()
  return `${whole(size.listeners)} connections of ${ORGANISATIONS} organisations to ${PROCESSES} processes; ${SECONDS} s each\n\n${report(rounds)}`
}

/** Each listener is a connection at both ends. */
function assertEnoughFiles(): void {
  const limits: { userLimits?: { open_files?: { soft: number | string } } } = JSON.parse(
    JSON.stringify(process.report.getReport()),
  )
  const files = Number(limits.userLimits?.open_files?.soft)
  if (files < LISTENERS + 1_000) {
    throw new Error(
      `${files} open files are too few for ${LISTENERS} connections: run "ulimit -n 8192" first.`,
    )
  }
}

/** The connection on which an organisation's device sends, to one process after the other. */
function lineOf(fleet: Fleet, token: string, org: number): Line {
  const line = openLine(fleet.addresses[org % fleet.addresses.length] ?? '')
  line.headers = { authorization: `Bearer ${token}` }
  return line
}

interface Stage {
  readonly crowd: Crowd
  readonly lines: readonly Line[]
  readonly sentAt: Map<string, number>
  readonly label: string
}

interface Round extends Load {
  readonly commits: number
  readonly due: number
  readonly delivered: number
  readonly doubled: number
  readonly seconds: number
  readonly latencies: readonly number[]
}

async function play(load: Load, seconds: number, { crowd, lines, sentAt, label }: Stage): Promise<Round> {
  const { perSecond, batch } = load
  crowd.forget()
  sentAt.clear()
  const everyMs = (1000 * batch * crowd.each) / perSecond
  const commits = Math.round((seconds * 1000) / everyMs)
  const due = commits * batch * crowd.each
  const began = performance.now()
  const answers: Promise<void>[] = []
  for (let commit = 0; commit < commits; commit += 1) {
    await pause(Math.max(0, began + commit * everyMs - performance.now()))
    const names = Array.from({ length: batch }, (_, index) => `LIVE-${label}-${commit}-${index}`)
    answers.push(push(lines, commit % lines.length, names, sentAt))
  }
  await Promise.all(answers)
  const deadline = performance.now() + PATIENCE_MS
  while (crowd.heard().delivered < due && performance.now() < deadline) await pause(20)
  return { ...load, commits, due, seconds: (performance.now() - began) / 1000, ...crowd.heard() }
}

async function push(
  lines: readonly Line[],
  org: number,
  names: readonly string[],
  sentAt: Map<string, number>,
): Promise<void> {
  const client_ts = new Date().toISOString()
  const operations = names.map((name, index) => insertion(name, index, client_ts))
  const ids = { org: orgOf(org), device_id: randomUUID(), sync_id: randomUUID(), app_version: 'bench' }
  const body = Buffer.from(JSON.stringify({ ...ids, client_ts, operations }))
  const now = performance.now()
  for (const name of names) sentAt.set(name, now)
  const answer = await lines[org]?.post(ENDPOINTS.upsertBatch, body)
  if (answer?.toString().split('"status":"success"').length !== names.length + 1) {
    throw new Error(`A batch was not taken: ${answer?.toString().slice(0, 1000)}`)
  }
}

function report(rounds: readonly Round[]): string {
  const head = [
    'wanted/s',
    'commits',
    'rows each',
    'due',
    'delivered',
    'twice',
    'reached/s',
    'p50 ms',
    'p99 ms',
    'last ms',
  ]
  const rows = rounds.map(({ latencies, ...round }) => [
    whole(round.perSecond),
    whole(round.commits),
    String(round.batch),
    whole(round.due),
    whole(round.delivered),
    String(round.doubled),
    whole(round.delivered / round.seconds),
    percentile(latencies, 0.5).toFixed(1),
    percentile(latencies, 0.99).toFixed(1),
    percentile(latencies, 1).toFixed(0),
  ])
  const missed = rounds.reduce(
    (sum, { due, delivered, doubled }) => sum + Math.abs(due - delivered) + doubled,
    0,
  )
  const verdict = {
    words: 'deliveries missed or made twice',
    value: missed,
    limit: 0,
    is: 'at most',
    unit: '',
  } as const
  return `${table([head, ...rows], [])}\n\n${verdicts([verdict])}`
}
