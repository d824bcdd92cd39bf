import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { verifyReceipt } from '#components/receipt/verify-receipt.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Client, type Json, prepared, signIn } from './client.ts'
import { enter, type Visitor } from './visitor.ts'

const system = await startSystem()
const browser = await launchBrowser()
const [member, approver] = [await signIn(system.url, 'member'), await signIn(system.url, 'approver')]

async function settled(client: Client, id: string): Promise<Json> {
  return waitFor(async () => {
    const action = await client.get(`/actions/${id}`)
    return action.settledAt !== null && action
  })
}

/** Presses until the log has caught up, which takes seconds. */
async function verifyUntilWhole({ page }: Visitor): Promise<string[]> {
  await page.getByRole('button', { name: 'Verify', exact: true }).click()
  const checks = page.getByRole('list', { name: 'Checks' }).getByRole('listitem')
  await waitFor(
    async () => {
      await checks.first().waitFor()
      if (await page.getByText('Everything fits').isVisible()) return true
      expect(await page.getByText(/written within seconds; try again/).count(), (await checks.allTextContents()).join('\n')).toBe(1)
      await page.getByRole('button', { name: 'Verify again' }).click()
      return false
    },
    { within: 30_000, what: 'a log that has caught up' },
  )
  return checks.allTextContents()
}

test('approved, done, verified in the browser, taken away as a file; a forged file is found out without any server', async () => {
  const input = { orderId: '1042', amount: { amount: '49.90', currency: 'EUR' }, reason: 'arrived broken' }
  const asked = await prepared(member, await member.post('/actions', { operation: 'commerce.refund_order', input }))
  await approver.post(`/actions/${asked.id}/decision`, { verdict: 'approve', digest: asked.digest })
  await settled(member, asked.id)

  const visitor = await enter(browser, system.url, 'member')
  await visitor.page.goto(`/actions/${asked.id}`)
  const checks = await verifyUntilWhole(visitor)
  expect(checks).toHaveLength(7)
  expect(checks.filter((text) => !text.includes('fits'))).toEqual([])
  expect(checks.join('\n')).toMatch(/Bea Moreau approved exactly this digest.*1 attempt, one success/s)
  expect(visitor.complaints).toEqual([])

  const coming = visitor.page.waitForEvent('download')
  await visitor.page.getByRole('link', { name: 'Download receipt' }).click()
  const download = await coming
  expect(download.suggestedFilename()).toBe(`receipt-${asked.id}.json`)
  const receipt = JSON.parse(await readFile(await download.path(), 'utf8'))
  expect((await verifyReceipt(receipt)).map(({ ok }) => ok)).toEqual(Array(7).fill(true))
  receipt.action.input.amount.amount = '499.00'
  const forged = await verifyReceipt(receipt)
  expect(forged.filter(({ ok }) => ok !== true)).toEqual([
    { name: 'digest', ok: false, detail: expect.stringContaining('gives another digest') },
  ])
})

test('a receipt that was changed on its way to the page is called by its name there', async () => {
  const read = await member.post('/actions', { operation: 'commerce.get_order', input: { orderId: '1043' } })
  await settled(member, read.id)
  const visitor = await enter(browser, system.url, 'member')
  await visitor.page.goto(`/actions/${read.id}`)
  expect((await verifyUntilWhole(visitor)).join('\n')).toMatch(/It only reads: nothing was shown to approve/)
  await visitor.page.route('**/receipt', async (route) => {
    const receipt = (await (await route.fetch()).json()) as Json
    receipt.attempts = []
    await route.fulfill({ json: receipt })
  })
  await visitor.page.getByRole('button', { name: 'Verify again' }).click()
  await visitor.page.getByText('The receipt does not fit').waitFor()
  const wrong = visitor.page.getByRole('list', { name: 'Checks' }).getByRole('listitem').filter({ hasText: 'does not fit' })
  expect(await wrong.allTextContents()).toEqual([
    expect.stringContaining('The attempts that are listed are not those that the log tells of'),
  ])
})

test('with the server away nothing is claimed to be checked', async () => {
  const read = await member.post('/actions', { operation: 'commerce.get_order', input: { orderId: '1044' } })
  // What settles meanwhile begins the proof anew, and takes away what it has said.
  await settled(member, read.id)
  const visitor = await enter(browser, system.url, 'member')
  await visitor.page.goto(`/actions/${read.id}`)
  await visitor.page.route('**/receipt', (route) => route.abort())
  await visitor.page.getByRole('button', { name: 'Verify', exact: true }).click()
  await visitor.page.getByRole('alert').filter({ hasText: 'Nothing was checked' }).waitFor()
  expect(await visitor.page.getByRole('list', { name: 'Checks' }).count()).toBe(0)
})
