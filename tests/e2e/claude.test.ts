import { expect, test } from 'vitest'
import { lastResults, lastText } from '../support/anthropic-rules.ts'
import { launchBrowser } from '../support/launch-browser.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { startSystem } from '../support/start-system.ts'
import { waitFor } from '../support/wait-for.ts'
import { type Json, signIn } from './client.ts'
import { enter, say } from './visitor.ts'

// Its server fails the test for a name, a schema or an unanswered call that the real one would refuse.
const claude = await scriptedAnthropic()
const system = await startSystem({ variables: claude.variables })

test('the same road through the real provider: streamed, asked, signed, done in order, and the outcome told', async () => {
  const browser = await launchBrowser()
  const [member, approver] = [await enter(browser, system.url, 'member'), await enter(browser, system.url, 'approver')]
  const refund = { orderId: '1042', amount: { amount: '49.90', currency: 'EUR' }, reason: 'arrived broken', _why: 'it arrived broken' }
  const mail = { to: 'ada@example.test', subject: 'Your order 1042', body: 'We are sorry.', _after: ['commerce__refund_order'] }
  claude.script(
    ({ tools = [] }) => {
      const names = tools.map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(['commerce__get_order', 'commerce__refund_order', 'mail__send', 'find_operations']))
      return { text: 'I look at the order first.', calls: [{ name: 'commerce__get_order', input: { orderId: '1042' } }] }
    },
    (request) => {
      expect(lastResults(request)).toMatchObject([{ status: 'succeeded', result: { orderId: '1042' } }])
      return {
        calls: [
          { name: 'commerce__refund_order', input: refund },
          { name: 'mail__send', input: mail },
        ],
      }
    },
    (request) => {
      expect(lastResults(request)).toMatchObject([{ status: 'awaiting_approval' }, { status: 'awaiting_approval' }])
      return { text: 'Both wait for an approver.' }
    },
    (request) => {
      expect(lastText(request)).toMatch(/^\[outcomes\]/)
      const outcomes = JSON.parse(lastText(request).replace('[outcomes] ', '')) as Json[]
      expect(outcomes.map(({ operation, status, decidedBy }) => ({ operation, status, decidedBy }))).toEqual([
        { operation: 'commerce.refund_order', status: 'succeeded', decidedBy: 'Bea Moreau' },
        { operation: 'mail.send', status: 'succeeded', decidedBy: 'Bea Moreau' },
      ])
      return { text: 'The refund is made, and the customer knows.' }
    },
  )
  await member.page.goto('/chat')
  expect(await member.page.locator('main').textContent()).toContain('Claude')
  await say(member.page, 'Refund order 1042, 49.90 EUR, it arrived broken, and tell the customer we are sorry.')
  await member.page.getByText('I look at the order first.').waitFor()
  await member.page.getByText('Both wait for an approver.').waitFor()
  await approver.page.goto('/approvals')
  const card = approver.page.getByRole('article').first()
  await card.getByText('it arrived broken').waitFor()
  await approver.page.getByRole('button', { name: 'Do both' }).click()
  await member.page.getByText('The refund is made, and the customer knows.').waitFor()

  const api = await signIn(system.url, 'member')
  const { items } = await api.get('/actions')
  const [sent, refunded] = ['mail.send', 'commerce.refund_order'].map((name) =>
    (items as Json[]).find(({ operation }) => operation === name),
  )
  const [first] = await system.demo.journal(refunded.id)
  const [second] = await waitFor(async () => {
    const effects = await system.demo.journal(sent.id)
    return effects.length === 1 && effects
  })
  expect(first?.operation).toBe('commerce.refund_order')
  expect(Date.parse(second?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(refunded.settledAt))
  const { items: story } = await api.get(`/actions/${refunded.id}/story`)
  expect((story as Json[]).map(({ title }) => title)).toContainEqual(expect.stringMatching(/^Claude .* chose commerce\.refund_order$/))
  expect([...member.complaints, ...approver.complaints]).toEqual([])
})
