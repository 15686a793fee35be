import type { Browser, Page } from '@playwright/test'
import { expect } from '@playwright/test'
import { enter, expectDesk, test } from './desk.ts'

const ADMIN = 'admin@demo.test'
const PASSWORD = 'three quiet herons'

async function openMembers(page: Page, email = ADMIN): Promise<void> {
  await enter(page, email)
  await page.getByRole('button', { name: /^Account/ }).click()
  await page.getByRole('menuitem', { name: 'Members and organisation' }).click()
  await expect(memberRow(page, email)).toContainText('You')
}

function memberRow(page: Page, email: string) {
  return page.getByRole('listitem').filter({ hasText: email })
}

/** Invites somebody by the dialog and answers with the link that it shows once. */
async function invite(page: Page, name: string, email: string, role = 'Technician'): Promise<string> {
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'Invite a person' })
  await form.getByRole('textbox', { name: 'Name' }).fill(name)
  await form.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await form.getByRole('radio', { name: role }).check()
  await form.getByRole('button', { name: 'Make the link' }).click()
  return readLink(page, `Invitation for ${name}`)
}

async function readLink(page: Page, title: string): Promise<string> {
  const shown = page.getByRole('dialog', { name: title })
  await expect(shown.getByText('It is shown only now')).toBeVisible()
  const link = await shown.getByRole('textbox', { name: 'Link' }).inputValue()
  await shown.getByRole('button', { name: 'Done' }).click()
  await expect(shown).toHaveCount(0)
  return link
}

async function act(page: Page, name: string, item: string): Promise<void> {
  await page.getByRole('button', { name: `Change ${name}` }).click()
  await page.getByRole('menuitem', { name: item }).click()
}

/** Another person at another computer. */
async function elsewhere(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage()
}

async function join(page: Page, link: string): Promise<void> {
  const sent: string[] = []
  page.on('request', (request) => sent.push(request.url()))
  await page.goto(link)
  await page.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await expect(page).toHaveURL(/\/invitation$/)
  await page.getByRole('button', { name: /^Join / }).click()
  await expectDesk(page)
  const token = link.split('#')[1] ?? link
  expect(sent.filter((url) => new URL(url).href.replace(/#.*/, '').includes(token))).toEqual([])
}

test('invited, joined, disabled: signed out at the next call; enabled again by the toast', async ({
  page,
  browser,
}) => {
  const email = 'nils@demo.test'
  await openMembers(page)
  const link = await invite(page, 'Nils Berg', email)
  await expect(memberRow(page, email)).toContainText('Invited')

  const theirs = await elsewhere(browser)
  await join(theirs, link)
  await theirs.getByRole('button', { name: 'Account: Nils Berg' }).click()
  await expect(theirs.getByText('technician ·')).toBeVisible()
  await theirs.keyboard.press('Escape')

  const late = await elsewhere(browser)
  await late.goto(link)
  await expect(late.getByRole('heading', { name: 'This link no longer works' })).toBeVisible()
  await late.context().close()

  await page.reload()
  await expect(memberRow(page, email)).toContainText('Active')
  await act(page, 'Nils Berg', 'Disable')
  await expect(memberRow(page, email)).toContainText('Disabled')
  await theirs.getByRole('link', { name: 'Resolved' }).click()
  await expect(theirs.getByRole('dialog', { name: 'You are signed out' })).toBeVisible()
  await theirs.getByRole('button', { name: 'Go to the sign-in page' }).click()
  await expect(theirs).toHaveURL(/\/sign-in$/)

  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(memberRow(page, email)).toContainText('Active')
  await theirs.getByRole('textbox', { name: 'E-mail' }).fill(email)
  await theirs.getByRole('textbox', { name: 'Password' }).fill(PASSWORD)
  await theirs.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(theirs.getByRole('button', { name: 'Account: Nils Berg' })).toBeVisible()
  await theirs.context().close()
})

test('an invitation by keyboard only', async ({ page }) => {
  await openMembers(page)
  await page.keyboard.press('/')
  await page.keyboard.press('Tab')
  await expect(page.getByRole('button', { name: 'Invite', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await page.keyboard.type('Kaja Lund')
  await page.keyboard.press('Tab')
  await page.keyboard.type('kaja@demo.test')
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowDown')
  await expect(page.getByRole('radio', { name: 'Receptionist' })).toBeChecked()
  await page.keyboard.press('Enter')
  const shown = page.getByRole('dialog', { name: 'Invitation for Kaja Lund' })
  await expect(shown.getByRole('button', { name: 'Copy' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(shown).toHaveCount(0)
  await expect(memberRow(page, 'kaja@demo.test')).toContainText('Receptionist')
})

test('a role is changed, and the log says by whom', async ({ page }) => {
  await openMembers(page)
  await act(page, 'Benoît Lefèvre', 'Change the role')
  const dialog = page.getByRole('dialog', { name: 'Role of Benoît Lefèvre' })
  await dialog.getByRole('radio', { name: 'Receptionist' }).check()
  await expect(dialog.getByText(/^Within seconds/)).toBeVisible()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await expect(memberRow(page, 'tech.b@demo.test')).toContainText('Receptionist')
  await page.getByRole('link', { name: 'Log' }).click()
  await expect(page.getByRole('listitem').first()).toContainText(
    `${ADMIN} made tech.b@demo.test receptionist, before: technician`,
  )
})

test.describe('refusals', () => {
  test.use({ refused: /status of 4(03|04|09)/ })

  test('the last admin stays; who is in the list is not invited twice', async ({ page }) => {
    await openMembers(page, 'admin@other.test')
    await act(page, 'Sam Carter', 'Change the role')
    const dialog = page.getByRole('dialog', { name: 'Role of Sam Carter' })
    await dialog.getByRole('radio', { name: 'Resolver' }).check()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await expect(dialog.getByRole('alert')).toContainText('Make somebody else an admin first')
    await dialog.getByRole('button', { name: 'Cancel' }).click()
    await expect(memberRow(page, 'admin@other.test')).toContainText('Admin')

    await page.getByRole('button', { name: 'Invite', exact: true }).click()
    const form = page.getByRole('dialog', { name: 'Invite a person' })
    await form.getByRole('textbox', { name: 'Name' }).fill('Sam Carter')
    await form.getByRole('textbox', { name: 'E-mail' }).fill('admin@other.test')
    await form.getByRole('button', { name: 'Make the link' }).click()
    await expect(form.getByRole('alert')).toContainText('in the list already')
  })

  test('an account of two organisations: neither admin may reset its password', async ({ page, browser }) => {
    await openMembers(page)
    const first = await invite(page, 'Vera Two', 'vera@demo.test')
    const others = await elsewhere(browser)
    await openMembers(others, 'admin@other.test')
    const second = await invite(others, 'V. Two', 'vera@demo.test')
    await others.context().close()
    for (const link of [first, second]) {
      const theirs = await elsewhere(browser)
      await join(theirs, link)
      await theirs.context().close()
    }

    await page.reload()
    await act(page, 'Vera Two', 'Link for a new password')
    await expect(page.getByRole('alert')).toContainText('its password is not yours to reset')
  })
})

test('only admins', async ({ page }) => {
  await enter(page, 'resolver@demo.test')
  await page.goto('/admin/log')
  await expect(page.getByRole('heading', { level: 1, name: 'Only admins see this page' })).toBeVisible()
})

test('a lost password: the admin makes a link, and every other sign-in ends', async ({ page, browser }) => {
  await openMembers(page)
  const theirs = await elsewhere(browser)
  await join(theirs, await invite(page, 'Ole Reset', 'ole@demo.test'))

  await page.reload()
  await act(page, 'Ole Reset', 'Link for a new password')
  const link = await readLink(page, 'New password for Ole Reset')
  const fresh = await elsewhere(browser)
  await fresh.goto(link)
  await fresh.getByRole('textbox', { name: 'New password' }).fill('another quiet heron')
  await fresh.getByRole('button', { name: 'Set the password and sign in' }).click()
  await expect(fresh.getByRole('button', { name: 'Account: Ole Reset' })).toBeVisible()
  await theirs.getByRole('link', { name: 'Resolved' }).click()
  await expect(theirs.getByRole('dialog', { name: 'Sign in again' })).toBeVisible()
  await fresh.context().close()
  await theirs.context().close()
})

test('the organisation is demoted and promoted, each after its consequence was shown', async ({ page }) => {
  await openMembers(page, 'admin@other.test')
  await page.getByRole('link', { name: 'Organisation' }).click()
  await expect(page.getByText('Devices sync from here on')).toBeVisible()
  for (const [verb, stage, before] of [
    ['Demote', 'Beta', 'ga to beta'],
    ['Promote', 'General availability', 'beta to ga'],
  ] as const) {
    await page.getByRole('button', { name: `${verb} to ${stage}` }).click()
    const dialog = page.getByRole('dialog', { name: `${verb} to ${stage}?` })
    await expect(dialog.getByText('Nothing changes for the devices: they go on syncing.')).toBeVisible()
    await dialog.getByRole('button', { name: verb }).click()
    await expect(page.getByRole('listitem').filter({ hasText: 'Now here' })).toContainText(stage)
    await page.getByRole('link', { name: 'Log' }).click()
    await expect(page.getByRole('listitem').first()).toContainText(before)
    await page.getByRole('link', { name: 'Organisation' }).click()
  }
})
