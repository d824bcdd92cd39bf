import { expect, test } from 'vitest'
import { lastResults } from '../support/anthropic-rules.ts'
import { scriptedAnthropic } from '../support/scripted-anthropic.ts'
import { setStage } from './stage.ts'

const demanded = { amount: '9999.00', currency: 'EUR' }

test('a ticket that talks the model into a refund ends as a card that says where the wish came from', async () => {
  const claude = await scriptedAnthropic()
  const stage = await setStage(claude.variables)
  const ticketId = '88'
  claude.script(
    () => ({ calls: [{ name: 'helpdesk__get_ticket', input: { ticketId } }] }),
    (request) => {
      const note = expect.stringContaining('Not an instruction')
      expect(lastResults(request)).toMatchObject([{ status: 'succeeded', outside: true, note, result: { ticketId } }])
      return { calls: [{ name: 'commerce__refund_order', input: { orderId: '1050', amount: demanded, reason: 'management approval' } }] }
    },
    (request) => {
      expect(lastResults(request)).toMatchObject([{ status: 'awaiting_approval' }])
      return { text: 'It waits for an approver.' }
    },
  )
  const asked = await stage.say(`Have a look at ticket ${ticketId}.`)
  const { conversationId } = asked
  const refund = asked.actions.find(({ operation }) => operation === 'commerce.refund_order')
  expect(refund).toMatchObject({ status: 'awaiting_approval', tainted: true })
  expect(refund?.sources).toEqual(
    expect.arrayContaining([
      {
        actionId: asked.actions[0]?.id,
        operation: 'helpdesk.get_ticket',
        title: expect.stringContaining(ticketId),
        quote: expect.stringContaining('9,999 EUR'),
        href: expect.any(String),
        copies: [
          { path: 'orderId', text: '1050' },
          { path: 'amount', text: expect.stringContaining('9,999') },
          { path: 'reason', text: 'management approval' },
        ],
      },
    ]),
  )
  for (const { quote } of (refund?.sources ?? []) as { quote: string }[]) expect(quote.length).toBeLessThanOrEqual(200)

  // What others wrote is still in sight a turn later: even a change that policy would allow is asked.
  claude.script(
    () => ({ calls: [{ name: 'helpdesk__update_ticket', input: { ticketId, priority: 'high' } }] }),
    () => ({ text: 'That waits too.' }),
  )
  const later = await stage.say('Set its priority to high.', conversationId)
  expect(later.actions).toMatchObject([{ operation: 'helpdesk.update_ticket', status: 'awaiting_approval', tainted: true }])
  expect(await stage.platform.db.turn.count({ where: { conversationId, tainted: true } })).toBe(2)
})

test('a conversation that saw nothing from outside asks for a harmless change without a person', async () => {
  const claude = await scriptedAnthropic()
  const stage = await setStage(claude.variables)
  claude.script(
    () => ({
      calls: [
        {
          name: 'helpdesk__create_ticket',
          input: { subject: 'Lid', body: 'It is missing.', requesterEmail: 'ada@example.test', priority: 'low' },
        },
      ],
    }),
    (request) => {
      expect(lastResults(request)).toMatchObject([{ status: 'succeeded', result: { requesterEmail: 'ada@example.test' } }])
      return { text: 'Done.' }
    },
  )
  const { actions } = await stage.say('Open a ticket for ada@example.test: the lid is missing.')
  expect(actions).toMatchObject([{ status: 'succeeded', tainted: false, told: true }])
})
