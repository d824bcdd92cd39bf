import { expect, test } from 'vitest'
import { launchBrowser } from '../support/launch-browser.ts'
import type { Fault } from '../support/start-demo.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Json, prepared, signIn } from './client.ts'
import { enter } from './visitor.ts'

/** A dead worker’s lease has to end first. */
const afterTheLease = { within: 45_000, every: 250 }
const system = await startSystem()
const [member, approver] = [await signIn(system.url, 'member'), await signIn(system.url, 'approver')]

interface Asked {
  id: string
  /** What came in over there that was to change something. */
  requests(): Promise<{ idempotencyKey: string | null; fault: string | null }[]>
  look(): Promise<Json>
}

async function ask(operation: string, input: object): Promise<Asked> {
  const { id, status, digest } = await prepared(member, await member.post('/actions', { operation, input }))
  if (status === 'awaiting_approval') await approver.post(`/actions/${id}/decision`, { verdict: 'approve', digest })
  return {
    id,
    look: () => member.get(`/actions/${id}`),
    requests: async () => {
      const all = (await system.demo.requests(id)) as { method: string; idempotencyKey: string | null; fault: string | null }[]
      return all.filter(({ method }) => method !== 'GET')
    },
  }
}

const eur = (amount: string) => ({ amount, currency: 'EUR' })
const refund = (orderId: string) => ask('commerce.refund_order', { orderId, amount: eur('30.00'), reason: 'arrived broken' })
const creditLimit = (contactId: string) => ask('crm.set_credit_limit', { contactId, amount: eur('20.00') })
const faultFor = (mode: Fault['mode'], path: string) => system.demo.addFault({ path, mode })

test('the worker dies while requests are under way: with a key two requests and one effect, without one a person is asked', async () => {
  // The answer is lost with the connection, or with the worker that waits for it: the effect has happened each time.
  await faultFor('drop_after', '/orders/1042/refunds')
  await faultFor('slow', '/orders/1043/refunds')
  await faultFor('drop_after', '/contacts/501/credit-limit')
  await faultFor('slow', '/contacts/502/credit-limit')
  const dropped = { refund: await refund('1042'), limit: await creditLimit('501') }
  // Were its second request under way when the worker dies, there would be a third.
  await waitFor(async () => (await dropped.refund.look()).status === 'succeeded', {
    within: 30_000,
    what: 'the dropped refund, asked again',
  })
  const [heldRefund, heldLimit] = await Promise.all([refund('1043'), creditLimit('502')])
  const held = { refund: heldRefund, limit: heldLimit }
  const [refunds, limits] = [
    [dropped.refund, held.refund],
    [dropped.limit, held.limit],
  ]
  const worker = system.pidOf('worker')
  await waitFor(
    async () => (await Promise.all([...refunds, ...limits].map(({ requests }) => requests()))).every(({ length }) => length > 0),
    {
      every: 10,
      what: 'four requests under way',
    },
  )
  system.kill('worker')
  await waitFor(() => system.pidOf('worker') !== null && system.pidOf('worker') !== worker, { what: 'another worker' })

  for (const { id, look, requests } of refunds) {
    await waitFor(async () => (await look()).status === 'succeeded', afterTheLease)
    const sent = await requests()
    expect(sent.map(({ idempotencyKey }) => idempotencyKey)).toEqual([id, id])
    expect(await system.demo.journal(id)).toMatchObject([{ operation: 'commerce.refund_order', key: id }])
    expect(await look()).toMatchObject({ attempts: 2, error: null })
  }
  for (const { id, look, requests } of limits) {
    await waitFor(async () => (await look()).status === 'outcome_unknown', afterTheLease)
    expect(await requests()).toHaveLength(1)
    expect((await system.demo.journal(id)).length).toBeLessThanOrEqual(1)
  }

  const browser = await launchBrowser()
  const { page, complaints } = await enter(browser, system.url, 'approver')
  await page.goto('/approvals')
  const rows = page.getByRole('list', { name: 'What waits for a person' }).getByRole('listitem')
  await rows.nth(1).waitFor()
  expect(await rows.allTextContents()).toEqual([expect.stringContaining('Did this happen?'), expect.stringContaining('Did this happen?')])
  for (const { id, look } of limits) {
    await page.goto(`/approvals?card=${id}`)
    await page.getByText('Nobody knows whether it happened').waitFor()
    await page.getByRole('button', { name: 'It happened' }).click()
    await page.getByText('Say how you know.').waitFor()
    await page.getByLabel('What did you find?').fill('The limit stands there.')
    await page.getByRole('button', { name: 'It happened' }).click()
    await page.getByRole('article').getByText('done', { exact: true }).waitFor()
    expect(await look()).toMatchObject({ status: 'succeeded', attempts: 1 })
  }
  await page.goto('/approvals')
  await page.getByText('Nothing waits for you').waitFor()
  expect(complaints).toEqual([])
})
