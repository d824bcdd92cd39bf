import { mkdir } from 'node:fs/promises'
import type { CDPSession, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { demoPassword } from '#demo/organisation.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { axeFinds } from './axe.ts'
import { type Json, signIn } from './client.ts'
import { enter, enterByForm } from './visitor.ts'

const pictures = 'tests/out/screenshots'
await mkdir(pictures, { recursive: true })
const system = await startSystem()
const browser = await launchBrowser()
const [member, admin] = [await signIn(system.url, 'member'), await signIn(system.url, 'admin')]
/** The same house under the name that browsers take for passkeys. */
const named = system.url.replace('127.0.0.1', 'localhost')

const signed = {
  name: 'refunds are signed',
  operations: ['commerce.refund_order'],
  verdict: 'require_approval',
  requirements: [{ role: 'approver', quorum: 1, requesterExcluded: true, stepUp: true }],
  reason: 'Money leaves the house.',
}
const { rules } = await admin.get('/policies')
const put = await admin.send('PUT', '/api/v1/policies', { rules: [...rules, signed], comment: 'Refunds are signed' })
expect(put.status, put.text).toBeLessThan(300)

const askRefund = (orderId: string): Promise<Json> =>
  member.post('/actions', {
    operation: 'commerce.refund_order',
    input: { orderId, amount: { amount: '49.90', currency: 'EUR' }, reason: 'arrived broken' },
  })

/** A fingerprint reader that always knows the person, until told otherwise. */
async function plugIn(page: Page): Promise<{ device: CDPSession; authenticatorId: string }> {
  const device = await page.context().newCDPSession(page)
  await device.send('WebAuthn.enable')
  const { authenticatorId } = await device.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return { device, authenticatorId }
}

async function show(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: `${pictures}/${name}.png`, fullPage: true })
  expect(await axeFinds(page)).toEqual([])
}

const approver = await enterByForm(browser, named, 'approver', '/account')
const { page } = approver
const { device, authenticatorId } = await plugIn(page)

test('at the IP address the account page says where passkeys work, and offers none', async () => {
  const visitor = await enter(browser, system.url, 'approver')
  await visitor.page.goto('/account')
  await visitor.page.getByRole('link', { name: named }).waitFor()
  expect(await visitor.page.getByRole('button', { name: 'Add a passkey' }).count()).toBe(0)
  await visitor.context.close()
})

test('an approver without a passkey is told so on the card, and sent to add one', async () => {
  const { id } = await askRefund('1042')
  await page.goto(`/approvals?card=${id}`)
  await page.getByText('Approving this takes your passkey, and you have none yet').waitFor()
  expect(await page.getByRole('button', { name: /with passkey/ }).isDisabled()).toBe(true)
  await show(page, 'passkey-wanted')
  await page.getByRole('link', { name: 'Add a passkey' }).click()
  await page.waitForURL('**/account#passkeys')
})

test('the first passkey takes the password: a wrong one adds nothing', async () => {
  await page.goto('/account')
  await page.getByRole('button', { name: 'Add a passkey' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill('Bea’s laptop')
  await dialog.getByLabel('Your password').fill('a guess')
  await dialog.getByRole('button', { name: 'Add the passkey' }).click()
  await dialog.getByText('not your password', { exact: false }).first().waitFor()
  await dialog.getByLabel('Your password').fill(demoPassword)
  await dialog.getByRole('button', { name: 'Add the passkey' }).click()
  await page.getByRole('list', { name: 'Your passkeys' }).getByText('Bea’s laptop').waitFor()
  await show(page, 'account-passkeys')
})

const withPasskey = () => page.getByRole('button', { name: 'Refund 49.90 EUR with passkey' })

test('a device that does not know the person signs nothing, and the card says so', async () => {
  const { id } = await askRefund('1043')
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await page.goto(`/approvals?card=${id}`)
  await withPasskey().click()
  await page.getByText('Your device did not sign').waitFor()
  expect((await member.get(`/actions/${id}`)).decisions).toEqual([])
  await device.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: true })
})

test('approved with a passkey: the card shows who signed, it runs, and the receipt is verified in the browser', async () => {
  const { id } = await askRefund('1044')
  await page.goto(`/approvals?card=${id}`)
  await withPasskey().waitFor()
  await show(page, 'approvals-passkey')
  await withPasskey().click()
  await page.getByText(/approved, .*, passkey/).waitFor()
  const action = await waitFor(async () => {
    const row = await member.get(`/actions/${id}`)
    return row.status === 'succeeded' && row
  })
  expect(action.decisions).toMatchObject([{ verdict: 'approve', signed: true, byKey: false }])
  await page.goto(`/actions/${id}`)
  await page.getByText(/approved, .*, passkey/).waitFor()
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  await waitFor(
    async () => {
      if (await page.getByText('Everything fits').isVisible()) return true
      const again = page.getByRole('button', { name: 'Verify again' })
      if (await again.isVisible()) await again.click()
      return false
    },
    { within: 30_000, what: 'a log that has caught up' },
  )
  const checks = await page.getByRole('list', { name: 'Checks' }).getByRole('listitem').allTextContents()
  expect(checks.join('\n')).toMatch(/What passkeys signed.*Bea Moreau’s passkey [0-9a-f]{16} signed exactly this digest and “approve”/)
  await show(page, 'action-passkey')
})

test('rejecting takes no passkey, and a click on the API without one is refused', async () => {
  const { id, digest } = await askRefund('1045')
  const clicker = await signIn(system.url, 'approver')
  const refused = await clicker.send('POST', `/api/v1/actions/${id}/decision`, { verdict: 'approve', digest })
  expect([refused.status, refused.json.detail]).toEqual([403, expect.stringContaining('takes your passkey')])
  expect((await clicker.post(`/actions/${id}/decision`, { verdict: 'reject', digest, comment: 'No photo.' })).status).toBe('rejected')
})

test('an admin says that the passkeys are lost; the person sees it, and stops it', async () => {
  const office = await enter(browser, system.url, 'admin')
  await office.page.goto('/admin/people')
  await office.page.getByRole('button', { name: 'Change Bea Moreau' }).click()
  await office.page.getByRole('menuitem', { name: 'Lost passkeys…' }).click()
  await office.page.getByRole('dialog').waitFor()
  await show(office.page, 'people-lost-passkeys')
  await office.page.getByRole('button', { name: 'Ask another admin to confirm' }).click()
  await office.page.getByText('passkeys: one more admin').waitFor()
  await page.goto('/account')
  const asked = page.getByText('Once another admin says so too')
  await asked.waitFor()
  await show(page, 'account-passkeys-reset')
  await page.getByRole('button', { name: 'I have not: stop it' }).click()
  await asked.waitFor({ state: 'detached' })
  await page.getByRole('list', { name: 'Your passkeys' }).getByText('Bea’s laptop').waitFor()
  await office.context.close()
})
