import { expect, test } from 'vitest'
import { startGarden } from '../support/garden-server.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Json, signIn } from './client.ts'
import { enter, say } from './visitor.ts'

const garden = await startGarden()
const system = await startSystem()

test('an API that nobody here knew is connected on a page, confirmed, and used the same way', async () => {
  const browser = await launchBrowser()
  const [admin, member, approver] = [
    await enter(browser, system.url, 'admin'),
    await enter(browser, system.url, 'member'),
    await enter(browser, system.url, 'approver'),
  ]
  const { page } = admin
  await page.goto('/admin/connections/new')
  await page.getByLabel('Name', { exact: true }).fill('garden')
  await page.getByLabel('Title').fill('Botanical Garden')
  await page.getByLabel('File').setInputFiles({ name: 'garden.json', mimeType: 'application/json', buffer: Buffer.from(garden.document) })
  await page.getByLabel('Sign-in').selectOption('bearer')
  await page.getByLabel('Token').fill(garden.token)
  await page.getByRole('button', { name: 'Connect' }).click()
  await page.getByText('Botanical Garden is connected.').waitFor()
  expect(await page.locator('main').textContent()).toContain('Nothing was left out.')

  // What it declares about itself counts once an admin has confirmed it.
  await page.getByRole('link', { name: 'Open garden' }).click()
  await page.getByRole('button', { name: 'Confirm all as declared…' }).click()
  await page.getByRole('button', { name: 'Confirm all', exact: true }).click()
  await page.getByRole('button', { name: 'Confirm all as declared…' }).waitFor({ state: 'detached' })

  // How much it may be asked for is set on the same page; what is no number is not taken for "no limit".
  await page.getByText('Any number of requests at once.').waitFor()
  await page.getByRole('button', { name: 'Change the limits…' }).click()
  await page.getByLabel('Requests at once').fill('many')
  await page.getByRole('button', { name: 'Set these limits' }).click()
  await page.getByText('a whole number from 1 to 10,000').waitFor()
  await page.getByLabel('Requests at once').fill('4')
  await page.getByRole('button', { name: 'Set these limits' }).click()
  await page.getByText('At most 4 requests at once.').waitFor()

  await approver.page.goto('/approvals')
  await approver.page.getByText('Nothing waits for you').waitFor()
  await member.page.goto('/chat')
  await say(member.page, 'Rebate booking T-4711 by 1500 cents EUR because the rain spoiled it, and message the guest that we are sorry.')
  const doBoth = approver.page.getByRole('button', { name: 'Do both' })
  await doBoth.waitFor()
  const rebate = approver.page.getByRole('article').filter({ hasText: 'Rebate the fee of booking T-4711 to Rosa Lindqvist' }).first()
  const change = rebate.locator('dl > div').filter({ hasText: 'Given back so far (cents)' })
  expect(await change.textContent()).toMatch(/from 0.*to 1500/)
  expect(garden.effects, 'before anybody signed').toEqual([])
  expect(garden.bookings.get('T-4711')).toMatchObject({ rebated_cents: 0 })

  await doBoth.click()
  for (const { page } of [approver, member]) {
    await page.getByRole('article').nth(0).getByText('done', { exact: true }).waitFor()
    await page.getByRole('article').nth(1).getByText('done', { exact: true }).waitFor()
  }
  await member.page.getByText('Done: Rebate the fee of booking T-4711 to Rosa Lindqvist. Bea Moreau approved it.').waitFor()

  const { items } = await (await signIn(system.url, 'member')).get('/actions')
  const idOf = (name: string) => (items as Json[]).find(({ operation }) => operation === name)?.id
  expect(garden.effects).toMatchObject([
    { what: 'rebate', key: idOf('garden.rebate_fee'), details: { amount_cents: 1500, currency: 'EUR' } },
    { what: 'message', key: idOf('garden.message_guest'), details: { recipient: 'rosa@garden.test' } },
  ])
  expect(garden.bookings.get('T-4711')).toMatchObject({ rebated_cents: 1500 })
  // Twice the same key is once the same thing; the token stands nowhere that a page shows.
  expect(garden.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/rebates'))).toHaveLength(1)
  for (const { page } of [admin, member, approver]) expect(await page.content()).not.toContain(garden.token)
  expect([...admin.complaints, ...member.complaints, ...approver.complaints]).toEqual([])
})

test('what the other side refuses is said, and nothing after it is done', async () => {
  const [member, approver] = [await signIn(system.url, 'member'), await signIn(system.url, 'approver')]
  const before = garden.effects.length
  const { id } = await member.post('/conversations', {})
  const text = 'Rebate booking T-4712 by 900000 cents EUR because of the storm, and message the guest that we are sorry.'
  const { actions } = await member.post(`/conversations/${id}/turns`, { text })
  const waiting = (actions as Json[]).filter(({ status }) => status === 'awaiting_approval')
  expect(waiting.map(({ operation }) => operation).sort()).toEqual(['garden.message_guest', 'garden.rebate_fee'])
  for (const { id, digest } of waiting.toSorted((a, b) => b.after.length - a.after.length))
    await approver.post(`/actions/${id}/decision`, { verdict: 'approve', digest })
  const states = () => Promise.all(waiting.map(async ({ id }) => (await member.get(`/actions/${id}`)).status))
  await waitFor(async () => (await states()).every((status) => status === 'failed' || status === 'cancelled'))
  expect((await states()).sort()).toEqual(['cancelled', 'failed'])
  expect(garden.effects).toHaveLength(before)
})
