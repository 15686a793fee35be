/** C-44: what people type is shown as they typed it, wherever it is shown, and nothing of it runs. */
import { randomUUID } from 'node:crypto'
import { ENDPOINTS, session, type UpsertBatchRequest, upsertBatchResponse, wrapped } from '@dartwing/protocol'
import { expect, type Page } from '@playwright/test'
import { enter, test } from './desk.ts'
import { MARKUP, RUNS } from './markup.ts'

/** Another organisation than the one whose conflicts the other tests decide about. */
const [ORG, ADMIN] = ['ORG-OTHER', 'admin@other.test']

async function post(path: string, body: unknown, token = ''): Promise<unknown> {
  const response = await fetch(`${process.env.RESOLVER_E2E_ADDRESS}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(body),
  })
  expect(response.ok, path).toBe(true)
  return response.json()
}

type Operation = UpsertBatchRequest['operations'][number]

async function push(token: string, device_id: string, operations: readonly Partial<Operation>[]) {
  const client_ts = new Date().toISOString()
  const whole = operations.map((one) => ({ ...one, mutation_id: randomUUID(), client_ts }))
  const body = { org: ORG, device_id, sync_id: randomUUID(), client_ts, operations: whole }
  return wrapped(upsertBatchResponse).parse(await post(ENDPOINTS.upsertBatch, body, token)).message.results
}

const PER_RECORD = 3

/** An appointment that the office and a phone both moved, with a text in its title and one in what each wrote. */
async function conflictWith(texts: readonly string[], token: string): Promise<string> {
  const [title = '', there = '', here = ''] = texts
  const [office, phone] = [randomUUID(), randomUUID()]
  const key = { doctype: 'Appointment', name: `APT-${randomUUID()}` }
  const at = (hour: number) => ({
    appointment_datetime: `2033-05-05T${hour}:00:00Z`,
    appointment_end_datetime: `2033-05-05T${hour + 1}:00:00Z`,
  })
  const all = Object.fromEntries(TEXT_FIELDS.map((field) => [field, title]))
  const update = { ...key, op: 'update', base_version: 1 } as const
  await push(token, phone, [{ ...key, op: 'insert', data: { ...all, ...at(10) } }])
  await push(token, office, [{ ...update, data: { ...at(12), location: there } }])
  const [held] = await push(token, phone, [{ ...update, data: { ...at(14), location: here } }])
  expect(held?.status).toBe('conflict_manual')
  return held?.conflict_id ?? ''
}

const TEXT_FIELDS = [
  'title',
  'attendee_name',
  'attendee_phone',
  'appointment_type',
  'notes',
  'internal_notes',
]

/** Everything that would show that some of it ran: a dialog, a request it made, a mark on the page. */
function watch(page: Page): string[] {
  const ran: string[] = []
  page.on('dialog', (dialog) => {
    ran.push(dialog.message())
    void dialog.dismiss()
  })
  page.on('request', (request) => {
    if (request.url().includes(RUNS)) ran.push(request.url())
  })
  return ran
}

test('in every text of a record and in the name of a person, nothing runs', async ({ page }) => {
  test.setTimeout(180_000)
  const { access_token } = session.parse(await post(ENDPOINTS.login, { email: ADMIN, password: 'demo' }))
  for (const text of MARKUP.slice(0, 5)) {
    const email = `${randomUUID()}@other.test`
    await post(
      `${ENDPOINTS.members}?org=${ORG}`,
      { email, full_name: text, role: 'technician' },
      access_token,
    )
  }
  const ran = watch(page)
  await enter(page, ADMIN)
  for (let from = 0; from < MARKUP.length; from += PER_RECORD) {
    const texts = MARKUP.slice(from, from + PER_RECORD)
    await page.goto(`/c/${await conflictWith(texts, access_token)}`)
    await expect(page.getByRole('button', { name: 'Review' })).toBeVisible()
    for (const text of texts) await expect(page.getByRole('main')).toContainText(text)
    expect(await page.evaluate((mark) => Reflect.get(window, mark), RUNS)).toBeUndefined()
  }
  await page.goto('/admin')
  for (const text of MARKUP.slice(0, 5)) await expect(page.getByText(text).first()).toBeVisible()
  expect(ran).toEqual([])
})
