import { expect, test } from 'vitest'
import { verifyReceipt } from '#components/receipt/verify-receipt.ts'
import { actionReceipt, sweepActions } from '#lib/actions/index.ts'
import { askQuestion, decideAction, handOver } from '#lib/approvals/index.ts'
import { sequenceAudit } from '#lib/audit/index.ts'
import { changePolicy, defaultRules, type PolicyRule } from '#lib/policy/index.ts'
import { openHouse, refund } from '#tests/support/house.ts'

const house = await openHouse()
const { platform, member, approver, approver2, admin } = house

test('what was reminded of, asked about, handed over and escalated before it was approved is one whole story', async () => {
  const rule: PolicyRule = {
    name: 'soon',
    operations: ['commerce.refund_order'],
    condition: null,
    verdict: 'require_approval',
    requirements: [{ role: 'approver', quorum: 2, requesterExcluded: true }],
    timeLimit: { hours: 8, calendar: true, remindAfter: 1, escalate: { after: 2, role: 'admin' } },
    reason: 'It cannot wait.',
  }
  await changePolicy(platform, { caller: admin, rules: [...defaultRules, rule], comment: 'For this test' })
  const { id } = await house.ask('commerce.refund_order', refund('3.00', '1047'))
  await house.work(id)
  await askQuestion(platform, { actionId: id, caller: approver, text: 'Is there a photo?' })
  await handOver(platform, { actionId: id, caller: approver, toId: approver2.personId })
  platform.clock.advance(2.5 * 3_600_000)
  await sweepActions(platform)
  for (const caller of [approver2, admin]) {
    const { digest } = await house.look(id)
    await decideAction(platform, { actionId: id, caller, verdict: 'approve', digest: digest ?? '' })
  }
  expect(await house.work(id)).toMatchObject({ status: 'succeeded' })
  await sequenceAudit(platform, { everything: true })
  const receipt = await actionReceipt(platform, { actionId: id, caller: member })
  expect(receipt.events.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['action.reminded', 'action.escalated', 'action.handed_over']),
  )
  const checks = await verifyReceipt(receipt, { logKey: receipt.log.publicKey })
  expect(checks.filter(({ ok }) => ok !== true)).toEqual([])
})
