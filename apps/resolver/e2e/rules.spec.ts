/** Who wins and why; a rule changed on trial; and the case that fails before the change and passes after it. */
import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, type Page } from '@playwright/test'
import { makeCopy } from '../../../tooling/scripts/mutants/copy.ts'
import { enter, expectGood, test, WITHOUT_MOTION } from './desk.ts'
import { OFFICE, PHONE, upload } from './staged.ts'

test.use(WITHOUT_MOTION)

test.describe.configure({ timeout: 120_000 })

/** A ticket whose description both sides changed; the phone was later. */
async function describedTwice(): Promise<string> {
  const about = { doctype: 'Ticket', name: `TKT-${randomUUID()}` }
  const subject = `Radiator ${randomUUID().slice(0, 8)}`
  const status = 'New'
  await upload(OFFICE, { op: 'insert', ...about, data: { subject, status, description: 'It drips.' } })
  await upload(OFFICE, {
    op: 'update',
    ...about,
    base_version: 1,
    data: { description: 'It drips at night.' },
  })
  await upload(PHONE, { op: 'update', ...about, base_version: 1, data: { description: 'It’s the valve.' } })
  return subject
}

/** Runs a case by the rules as they are, and by a copy in which the description is the server's. */
function verdicts(text: string): readonly [number | null, number | null] {
  const folder = mkdtempSync(join(tmpdir(), 'case-'))
  const copy = makeCopy('packages/rules')
  try {
    const file = join(folder, 'case.json')
    writeFileSync(file, text)
    const run = () => spawnSync(process.execPath, [join(copy.folder, 'conformance/run.ts'), file]).status
    const change = {
      of: 'Ticket',
      says: 'the description is the server’s',
      file: 'src/doctypes/crm/ticket.ts',
      find: "  last_write_wins_fields: ['description'],\n",
      replace: '',
      test: '',
      title: '',
    }
    const find = "    'resolution_time',\n  ],"
    const moved = { ...change, find, replace: "    'resolution_time',\n    'description',\n  ]," }
    return [run(), copy.withFault(change, () => copy.withFault(moved, run))]
  } finally {
    copy.remove()
    rmSync(folder, { recursive: true, force: true })
  }
}

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText())

test('a question is answered, a changed rule is replayed, and the case says it', async ({
  page,
  context,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const subject = await describedTwice()
  await enter(page, 'resolver@demo.test')
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Rules' }).click()
  await expect(page.getByText('Fields that no rule names')).toBeVisible()
  await expectGood(page, 'all rules and the checks')
  await page.getByRole('searchbox', { name: 'Who wins on …' }).fill('who wins on Ticket.description?')
  const hit = page.getByRole('region', { name: 'Fields that fit' }).getByRole('listitem')
  await expect(hit).toHaveCount(1)
  await expect(hit).toContainText('The later change')
  await hit.getByRole('link', { name: 'Ticket' }).click()
  await expect(page.getByText('packages/rules/src/doctypes/crm/ticket.ts')).toBeVisible()
  await expect(page.getByRole('link', { name: 'Who wins' })).toHaveAttribute('aria-current', 'page')
  await expectGood(page, 'the rule of a kind of record')

  await page.getByRole('link', { name: 'Change it and replay' }).click()
  await expect(page.getByRole('link', { name: 'Who wins' })).not.toHaveAttribute('aria-current')
  await expect(page.getByRole('button', { name: 'Replay', exact: true })).toBeDisabled()
  await page.getByRole('combobox', { name: 'Who wins Description' }).selectOption('The server wins')
  await page.getByRole('button', { name: 'Replay', exact: true }).click()
  const counts = page.getByRole('list', { name: 'By field' }).getByRole('listitem')
  await expect(counts).toHaveCount(1)
  await expect(counts).toContainText(/Description.*Device.*becomes.*Server/)
  const flip = page
    .getByRole('list', { name: 'What flips' })
    .getByRole('listitem')
    .filter({ hasText: subject })
  await expect(flip).toContainText(/Device.*It’s the valve\..*Server.*It drips at night\./)
  await expectGood(page, 'what flips')
  await flip.getByRole('button', { name: 'Copy as test case' }).click()
  await expect(flip.getByRole('status')).toHaveText('Copied')
  expect(verdicts(await copied(page))).toEqual([1, 0])

  await flip.getByRole('link', { name: 'Simulate' }).click()
  const description = page.getByRole('group', { name: 'Description' })
  await expect(description.getByRole('textbox', { name: 'Device' })).toHaveValue('It’s the valve.')
  await page.getByRole('button', { name: 'Simulate', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Settled by the rules.' })).toBeVisible()
  await page
    .getByText(/rules were asked, in this order/)
    .first()
    .click()
  await expect(page.getByText('No: the server changed it too.').first()).toBeVisible()
  await expectGood(page, 'a simulation with its trace')
  await page.getByRole('button', { name: 'Copy as cURL' }).click()
  await expect.poll(() => copied(page)).toContain('/api/rules/simulate')
  // What a shell makes of the text is what was meant, the quote too.
  const sent = (await copied(page)).replace(/^curl[\s\S]* -d /, 'printf %s ')
  const { stdout } = spawnSync('sh', ['-c', sent], { encoding: 'utf8' })
  expect(JSON.parse(stdout)).toMatchObject({ client: { description: 'It’s the valve.' } })
  await page.getByText('Data (JSON)').click()
  await page.getByRole('textbox', { name: 'The situation as data' }).fill('{')
  await expect(page.getByRole('button', { name: 'Simulate', exact: true })).toBeDisabled()
  await expect(page.getByRole('radio', { name: 'Form' })).toBeDisabled()
})

test('who sees a part of the conflicts simulates, and replays none', async ({ page }) => {
  await enter(page, 'tech.a@demo.test')
  await page.goto('/rules/replay')
  await expect(page.getByRole('heading', { name: 'Only for those who see every conflict' })).toBeVisible()
  await expectGood(page, 'no replay')
  await page.getByRole('link', { name: 'Simulate instead' }).click()
  await page.getByRole('button', { name: 'Simulate', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Settled by the rules.' })).toBeVisible()
})
