import { ENDPOINTS, memberLink, session } from '@dartwing/protocol'
import { expect, type Page } from '@playwright/test'
import { test } from './desk.ts'
import { AT_ISSUER } from './issuer.ts'

const [RESOLVER, STRANGER, INVITED] = AT_ISSUER

// The pages of the issuer are its own: they ask for a font that a closed network does not have.
test.use({ refused: /Failed to load resource|fonts\.googleapis/ })

const issuerButton = (page: Page) => page.getByRole('button', { name: /^Sign in with 127\.0\.0\.1:\d+$/ })

async function leaveForIssuer(page: Page, from = '/sign-in'): Promise<void> {
  await page.goto(from)
  await issuerButton(page).click()
  await expect(page.getByPlaceholder('Enter any login')).toBeVisible()
}

async function signInThere(page: Page, name: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(name)
  await page.getByPlaceholder('and password').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

test('a person signs in at the issuer, and comes to the page they wanted', async ({ page }) => {
  await leaveForIssuer(page, '/inbox?view=team')
  await signInThere(page, RESOLVER)
  await expect(page).toHaveURL(/\/inbox\?view=team$/)
  await expect(page.getByRole('heading', { name: 'Conflicts', level: 1 })).toBeVisible()
  // Nothing of it stays behind: neither in the history nor in the tab.
  expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain('code_verifier')
  await page.goBack()
  expect(page.url()).not.toContain('code=')
})

for (const next of [
  'https://elsewhere.example/',
  '//elsewhere.example/',
  '/\\\\elsewhere.example/',
  'javascript:1',
]) {
  test(`signed in with a link to ${next}: nobody is led away`, async ({ page }) => {
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    await page.getByRole('button', { name: 'resolver@demo.test' }).click()
    await page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await expect(page.getByRole('heading', { name: 'Conflicts', level: 1 })).toBeVisible()
    expect(new URL(page.url()).pathname).toBe('/inbox')
  })
}

test('who stops at the issuer can begin again', async ({ page }) => {
  await leaveForIssuer(page)
  await page.getByRole('link', { name: 'Cancel' }).click()
  await expect(page.getByRole('heading', { name: 'You have not signed in' })).toBeVisible()
  await issuerButton(page).click()
  await signInThere(page, RESOLVER)
  await expect(page).toHaveURL(/\/inbox$/)
})

test('a person nobody has invited is told so, and can use another account', async ({ page }) => {
  await leaveForIssuer(page)
  await signInThere(page, STRANGER)
  await expect(page.getByRole('alert')).toContainText('Nobody has invited you yet')
  await page.getByRole('button', { name: 'Use another account' }).click()
  await signInThere(page, RESOLVER)
  await expect(page).toHaveURL(/\/inbox$/)
})

test('an invited person joins by signing in at the issuer', async ({ page, request }) => {
  const admin = { email: 'admin@demo.test', password: 'demo' }
  const { access_token } = session.parse(await (await request.post(ENDPOINTS.login, { data: admin })).json())
  const invited = await request.post(`${ENDPOINTS.members}?org=ORG-DEMO`, {
    headers: { authorization: `Bearer ${access_token}` },
    data: { email: INVITED, full_name: 'Ines Vited', role: 'resolver' },
  })
  const { token } = memberLink.parse(await invited.json())
  await page.goto(`/invitation#${token}`)
  await expect(page.getByRole('heading', { name: /^Join / })).toBeVisible()
  await issuerButton(page).click()
  await signInThere(page, INVITED)
  await expect(page).toHaveURL(/\/inbox$/)
  await expect(page.getByRole('button', { name: 'Account: Ines Vited' })).toBeVisible()
})

test('an answer that was not asked for signs nobody in', async ({ page }) => {
  await page.goto('/sign-in/callback?code=of-somebody-else&state=any')
  await expect(page.getByRole('heading', { name: 'That took too long' })).toBeVisible()
  await leaveForIssuer(page)
  await page.goto('/sign-in/callback?code=of-somebody-else&state=any')
  await expect(page.getByRole('heading', { name: 'This is not the sign-in you began' })).toBeVisible()
  await page.getByRole('link', { name: 'Back to signing in' }).click()
  await expect(issuerButton(page)).toBeVisible()
})
