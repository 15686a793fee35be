/** What happens to an item after it was decided, at its deadline, and to its page: rows of docs/resolver.md. */
import { randomUUID } from 'node:crypto'
import { addressOf, ENDPOINTS, memberList } from '@dartwing/protocol'
import { expect, type Page } from '@playwright/test'
import { asOwner } from '../../../tooling/testkit/src/as-owner.ts'
import { enter, expectGood, test, WITHOUT_MOTION } from './desk.ts'
import { conflictOf, get, ORG, openConflicts, post } from './server.ts'
import { ADMIN, PHONE, type Staged, stagedVisit, upload } from './staged.ts'

test.use(WITHOUT_MOTION)
test.use({ refused: /status of 40[139]|status of 41[02]|ERR_INTERNET_DISCONNECTED/ })

let desk: Page

test.beforeAll(async ({ browser }) => {
  desk = await (await browser.newContext()).newPage()
  await enter(desk, 'resolver@demo.test')
})
test.afterAll(() => desk.context().close())

async function open(page: Page, item: Staged): Promise<void> {
  await page.goto(`/c/${item.id}`)
  await expect(page.getByText(/^0 of 2 decided/)).toBeVisible()
}

const title = (page: Page, name: 'Server' | 'Device') =>
  page.getByRole('group', { name: 'Title', exact: true }).getByRole('radio', { name: new RegExp(`^${name}`) })

const DEVICE = { choices: { title: { pick: 'client' }, attendee_phone: { pick: 'client' } } }

/** Decided by this person, and its result on the screen. */
async function decided(about: string): Promise<Staged> {
  const item = await stagedVisit(about)
  await item.decide('resolver@demo.test', DEVICE)
  await desk.goto(`/c/${item.id}`)
  await expect(desk.getByRole('heading', { name: 'Resolved by Ravi Krishnan' })).toBeVisible()
  return item
}

async function deadline(item: Staged, fromNow: string): Promise<void> {
  const sql = `UPDATE conflict SET due_at = now() + $2::interval WHERE conflict_id = $1`
  await asOwner(process.env.RESOLVER_E2E_DATA ?? '', sql, [item.id, fromNow])
}

test('R3: the deadline passes while it is open: its result, and the picks beside it', async () => {
  const item = await stagedVisit('R3')
  await deadline(item, '8 minutes')
  await open(desk, item)
  await expect(desk.getByText('The time to decide ends within ten minutes')).toBeVisible()
  await title(desk, 'Device').check()
  await deadline(item, '-1 second')
  await expect(desk.getByText('The deadline was first')).toBeVisible({ timeout: 30_000 })
  await expect(desk.getByRole('heading', { name: 'The deadline decided' })).toBeVisible()
  await expect(desk.getByText('Device, R3, phone')).toBeVisible()
  await expectGood(desk, 'the deadline was first')
})

test('R3b: a quarter of an hour more, once, to finish deciding', async () => {
  const item = await stagedVisit('R3b')
  await deadline(item, '5 minutes')
  await open(desk, item)
  await title(desk, 'Device').check()
  await desk.getByRole('button', { name: 'Hold while I decide' }).click()
  await desk.getByRole('button', { name: 'Take 15 minutes' }).click()
  await expect(desk.getByText('The time to decide ends within the hour')).toBeVisible()
  await expect(title(desk, 'Device')).toBeChecked()
  await expect(desk.getByRole('button', { name: 'Hold while I decide' })).toHaveCount(0)
})

test('R1b: two have it open: each sees the other, and may take over', async () => {
  const item = await stagedVisit('R1b')
  await open(desk, item)
  const path = `${addressOf(ENDPOINTS.conflictClaim, { id: item.id })}?org=${ORG}`
  await post(ADMIN, path, { deciding: true, page: randomUUID() })
  await expect(desk.getByText('Maja Öberg is deciding').first()).toBeVisible()
  await desk.getByRole('button', { name: 'Take over' }).click()
  await expect(desk.getByText('Maja Öberg is looking').first()).toBeVisible()
  await title(desk, 'Server').check()
})

test('undone from the result: it is asked again', async () => {
  const item = await decided('Undo')
  await desk.keyboard.press('z')
  await expect(desk.getByText(/^\d of 2 decided/)).toBeVisible()
  expect((await conflictOf(item.id)).state).toBe('open')
})

test('R7: undo after a later change: the change stays, and is named', async () => {
  const item = await decided('R7')
  await item.office({ title: 'R7, later', attendee_phone: '+49 30 999' })
  await desk.getByRole('button', { name: 'Undo' }).click()
  await expect(desk.getByText('It was changed after this decision, so it stays')).toBeVisible()
  await expect(desk.getByText(/Title.*Attendee phone|Attendee phone.*Title/).first()).toBeVisible()
  await expect(desk.getByRole('link', { name: 'Look at the record' })).toBeVisible()
  expect((await conflictOf(item.id)).state).toBe('resolved')
})

test('R8: two undo the same decision: the second is told', async () => {
  const item = await decided('R8')
  const first = async () => {
    await item.undo(ADMIN)
  }
  await desk.route('**/undo?*', async (route) => first().then(() => route.continue()), { times: 1 })
  await desk.getByRole('button', { name: 'Undo' }).click()
  await expect(desk.getByText('This was undone or decided again already')).toBeVisible()
  await expect(desk.getByText(/^\d of 2 decided/)).toBeVisible()
})

test('R10: the right to decide is taken while it is open: it can be read, the picks stay', async () => {
  const item = await stagedVisit('R10')
  const { items } = memberList.parse(await get(ADMIN, `${ENDPOINTS.members}?org=${ORG}`))
  const account_id = items.find((member) => member.email === 'resolver@demo.test')?.account_id ?? ''
  const role = (name: string) =>
    post(ADMIN, `${addressOf(ENDPOINTS.member, { account_id })}?org=${ORG}`, { role: name }, {}, 'PATCH')
  await open(desk, item)
  await title(desk, 'Device').check()
  await desk
    .getByRole('group', { name: 'Attendee phone' })
    .getByRole('radio', { name: /^Server/ })
    .check()
  await role('receptionist')
  await desk.getByRole('button', { name: 'Review' }).click()
  await expect(desk.getByText('You may not decide this any longer').first()).toBeVisible()
  await expect(title(desk, 'Device')).toBeChecked()
  await expect(title(desk, 'Device')).toBeDisabled()
  await role('resolver')
})

test('R15: events are missed while the connection is down: the item is read again when it is back', async () => {
  const item = await stagedVisit('R15')
  await open(desk, item)
  await title(desk, 'Device').check()
  await desk.context().setOffline(true)
  await item.office({ attendee_phone: '+49 30 201' })
  await desk.context().setOffline(false)
  await expect(desk.getByText('This item has changed since you opened it')).toBeVisible({ timeout: 20_000 })
  await expect(title(desk, 'Device')).toBeChecked()
})

test('R16: the record is deleted while it is open: nobody is asked, the picks can be copied', async () => {
  const item = await stagedVisit('R16')
  await open(desk, item)
  await title(desk, 'Device').check()
  await item.remove()
  await expect(
    desk.getByText(/^The record was deleted meanwhile|^The question has answered itself/),
  ).toBeVisible()
  await expect(desk.getByRole('button', { name: 'Copy my picks' })).toBeVisible()
})

test('R17: the same phone sends a newer change: one item, asked again where it moved', async () => {
  const item = await stagedVisit('R17')
  await open(desk, item)
  await title(desk, 'Device').check()
  await upload(PHONE, {
    op: 'update',
    doctype: item.doctype,
    name: item.name,
    base_version: 1,
    data: { title: 'R17, phone again' },
  })
  await desk.getByRole('button', { name: 'Update and keep my picks' }).click()
  await expect(desk.getByText(/Device title was R17, phone, is now R17, phone again/)).toBeVisible()
  const open17 = (await openConflicts('field_conflict')).filter(({ name }) => name === item.name)
  expect(open17).toHaveLength(1)
})

test('R18: turned, resized, in another theme and language: the picks stay', async () => {
  const item = await stagedVisit('R18')
  await open(desk, item)
  await title(desk, 'Device').check()
  for (const size of [
    { width: 390, height: 844 },
    { width: 844, height: 390 },
    { width: 1280, height: 800 },
  ]) {
    await desk.setViewportSize(size)
    await expect(title(desk, 'Device')).toBeChecked()
  }
  await desk.emulateMedia({ colorScheme: 'dark' })
  await desk.evaluate(() => localStorage.setItem('dartwing-language', 'de'))
  await desk.reload()
  await expect(desk.locator('[data-unit="title"] [data-side="client"] input')).toBeChecked()
  await desk.evaluate(() => localStorage.setItem('dartwing-language', 'en'))
  await desk.emulateMedia({ colorScheme: 'light' })
})
