/** Dashboard, alerts and the operator's manual speak of what the server shows, so that they can not drift apart. */
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { type Api, startApi } from './api-kit.ts'

const ROOT = new URL('../../../', import.meta.url)
const textOf = (path: string) => readFile(fileURLToPath(new URL(path, ROOT)), 'utf8')

let api: Api
let exposed: Map<string, string>
let alerts: string
let manual: string
beforeAll(async () => {
  api = await startApi()
  const text = await (await fetch(`${api.address}/metrics`)).text()
  exposed = new Map(
    [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].map(([, name = '', type = '']) => [name, type]),
  )
  alerts = await textOf('tooling/operate/prometheus/alerts.yml')
  manual = await textOf('docs/operations.md')
})
afterAll(() => api.close())

const dashboard = z.object({
  panels: z
    .array(z.object({ title: z.string(), targets: z.array(z.object({ expr: z.string() })).min(1) }))
    .min(10),
  templating: z.object({ list: z.array(z.object({ name: z.string(), type: z.string() })) }),
})
const linesOf = (text: string, key: string) =>
  [...text.matchAll(new RegExp(`^ +${key}: (.+)$`, 'gm'))].map(([, value = '']) => value)

/** What is left of an expression without its texts, labels, functions and words. */
function metricsOf(expression: string): string[] {
  const bare = expression
    .replace(/\{[^}]*\}|\[[^\]]*\]/g, ' ')
    .replace(/\b(by|without) *\([^)]*\)/g, ' ')
    .replace(/\b[a-z_0-9]+ *\(/g, ' ')
    .replace(/\b(and|or|unless)\b/g, ' ')
  return bare.match(/\b[a-z][a-z_0-9]+\b/g) ?? []
}

/** A histogram shows itself as three. */
function isExposed(metric: string): boolean {
  const family = metric.replace(/_(bucket|count|sum)$/, '')
  // Made by the scraper itself.
  return metric === 'up' || exposed.has(metric) || exposed.get(family) === 'histogram'
}

describe('what is asked about is shown', () => {
  it('by the panels of the dashboard', async () => {
    const { panels, templating } = dashboard.parse(
      JSON.parse(await textOf('tooling/operate/grafana/dashboard.json')),
    )
    const asked = panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsOf(expr)))
    expect(new Set(asked).size).toBeGreaterThan(15)
    expect(asked.filter((metric) => !isExposed(metric))).toEqual([])
    expect(templating.list).toContainEqual(
      expect.objectContaining({ name: 'datasource', type: 'datasource' }),
    )
  })

  it('by the alerts', () => {
    const expressions = linesOf(alerts, 'expr')
    expect(expressions).toHaveLength(linesOf(alerts, '- alert').length)
    const asked = expressions.flatMap(metricsOf)
    expect(new Set(asked).size).toBeGreaterThan(10)
    expect(asked.filter((metric) => !isExposed(metric))).toEqual([])
  })
})

describe('the manual', () => {
  it('has a section for every alert, which the alert leads to', () => {
    const sections = [...manual.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name)
    const leads = linesOf(alerts, 'runbook_url').map((link) => link.replace(/^docs\/operations\.md#/, ''))
    const names = linesOf(alerts, '- alert')
    expect(leads).toEqual(names.map((name) => name.toLowerCase()))
    expect(sections).toEqual(expect.arrayContaining(names))
  })

  it('explains every number that is our own', () => {
    const own = [...exposed.keys()].filter((name) => !/^(process|nodejs)_/.test(name))
    expect(own.filter((name) => !manual.includes(`\`${name}`))).toEqual([])
  })

  it('shards every table there is, each in its place', async () => {
    const { rows } = await api.sql.query<{ name: string; has_org: boolean }>(
      `SELECT c.relname AS name, EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = 'org_id'
         AND c.relname <> 'organisation') AS has_org
       FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
         AND c.relname NOT IN ('_prisma_migrations', 'socket_io_attachments') ORDER BY 1`,
    )
    const named = (call: string) =>
      [...manual.matchAll(new RegExp(`^SELECT ${call}\\('(\\w+)'`, 'gm'))].map(([, name = '']) => name).sort()
    const tables = (has: boolean) => rows.filter(({ has_org }) => has_org === has).map(({ name }) => name)
    expect(named('create_reference_table')).toEqual(tables(false))
    expect(named('create_distributed_table')).toEqual(tables(true))
  })
})
