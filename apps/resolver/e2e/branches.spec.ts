import { randomUUID } from 'node:crypto'
import { expect, type Page } from '@playwright/test'
import { signIn, test } from './desk.ts'
import { historyOf, onDevice } from './server.ts'
import { OFFICE, PHONE, upload } from './staged.ts'

/** A plan that the office and a phone changed at once: the phone's version is kept beside the office's. */
async function branched() {
  const about = { doctype: 'Vault Document', name: `VD-${randomUUID().slice(0, 8)}` }
  const first = { document_name: 'Roof plan', file: 'F-0', version: 1, remarks: 'Access from the yard.' }
  await upload(OFFICE, { op: 'insert', ...about, data: first })
  const office = { file: 'F-1', version: 2, remarks: 'Access from the yard, gate 2.' }
  await upload(OFFICE, { op: 'update', ...about, base_version: 1, data: office })
  const phone = { file: 'F-2', version: 2, remarks: 'Access from the street.' }
  const kept = await upload(PHONE, { op: 'update', ...about, base_version: 1, data: phone })
  return { ...about, branch: kept.branch?.name ?? '', address: `/branches/Vault%20Document/${about.name}` }
}

const title = (page: Page) => page.getByRole('heading', { level: 1, name: 'Roof plan' })

test('a version kept beside is renamed and made the current one, by keyboard; nothing is lost', async ({
  page,
}) => {
  const { doctype, name, branch, address } = await branched()
  await signIn(page)
  await page.goto(address)
  await expect(title(page)).toBeFocused()
  await expect(page.getByText('They differ in 2 fields.')).toBeVisible()
  await expect(page.getByRole('insertion').first()).toContainText('street')

  await page.getByRole('button', { name: 'Rename' }).press('Enter')
  await page.keyboard.type('As built')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { name: 'What happens with “As built”?' })).toBeVisible()

  await page.getByRole('button', { name: 'Make it the current version' }).press('Enter')
  await expect(page.getByRole('dialog').getByText('They differ in 2 fields.')).toBeVisible()
  await expect(page.getByRole('button', { name: 'Make it current' })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByText('It is the current version now, number 3')).toBeVisible()
  await expect(page.getByText('The two have the same content.')).toBeVisible()

  expect((await onDevice(doctype, name))?.data).toMatchObject({ file: 'F-2', version: 3 })
  expect((await onDevice(doctype, branch))?.data).toMatchObject({ file: 'F-2', branch_label: 'As built' })
  expect((await historyOf(doctype, name)).items.map(({ version }) => version)).toEqual([3, 2, 1])
})

test('the address holds the pair; both are kept as documents; the version is marked as looked at', async ({
  page,
}) => {
  const { name, branch, address } = await branched()
  await signIn(page)
  await page.goto(address)
  await page.getByLabel('with', { exact: true }).selectOption(`${name}@1`)
  await expect(page).toHaveURL(new RegExp(`a=${name}&b=${name}(@|%40)1$`))
  await page.getByRole('button', { name: 'Swap' }).click()
  await page.reload()
  await expect(page.getByLabel('Compare', { exact: true })).toHaveValue(`${name}@1`)

  // Asked of the branch, the page is that of the document it hangs on.
  await page.goto(`/branches/Vault%20Document/${branch}`)
  await page.getByRole('button', { name: 'Mark as reviewed' }).click()
  await expect(page.getByRole('button', { name: 'Mark as not reviewed' })).toBeVisible()
  await page.getByRole('button', { name: 'Keep both as documents' }).click()
  await page.getByRole('button', { name: 'Make a new document' }).click()
  await page.getByRole('link', { name: 'Open the new document' }).click()
  await expect(page.getByText('0 versions kept beside it')).toBeVisible()
  await expect(title(page)).toBeVisible()
})
