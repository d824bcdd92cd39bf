import { expect, test } from 'vitest'
import { decideAction, exportExamples } from '#lib/approvals/index.ts'
import { openHouse, refund } from '#tests/support/house.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const house = await openHouse()
const { platform, member, approver, approver2, admin, auditor } = house

async function waiting(orderId: string) {
  const { id } = await house.ask('commerce.refund_order', refund('31.00', orderId))
  const row = await house.work(id)
  return { actionId: id, digest: row.digest ?? '' }
}

async function exported(filter: Parameters<typeof exportExamples>[1] = {}): Promise<Record<string, unknown>[]> {
  const { lines } = await exportExamples(platform, filter, auditor)
  let text = ''
  for await (const piece of lines) text += piece
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>)
}

test('every approval, edit and rejection is kept with its decision: what was proposed, what a person made of it, and why', async () => {
  const [one, two, three] = [await waiting('1042'), await waiting('1043'), await waiting('1044')]
  await decideAction(platform, { ...one, caller: approver, verdict: 'approve' })
  const edit = decideAction(platform, {
    ...two,
    caller: approver,
    verdict: 'approve',
    input: refund('33.00', '1043'),
    comment: 'One more item.',
  })
  await waitFor(async () => (await house.look(two.actionId)).pendingEdit !== null)
  await house.work(two.actionId)
  await edit
  await decideAction(platform, { ...three, caller: approver2, verdict: 'reject', comment: 'No photo.' })
  const lines = await exported()
  expect(lines).toMatchObject([
    { actionId: one.actionId, label: 'approved', proposed: refund('31.00', '1042'), final: refund('31.00', '1042'), comment: null },
    {
      actionId: two.actionId,
      label: 'changed',
      proposed: refund('31.00', '1043'),
      final: refund('33.00', '1043'),
      comment: 'One more item.',
    },
    { actionId: three.actionId, label: 'rejected', proposed: refund('31.00', '1044'), final: null, comment: 'No photo.' },
  ])
  expect(lines[0]).toMatchObject({
    operation: 'commerce.refund_order',
    effect: 'irreversible',
    decidedById: approver.personId,
    requestedById: member.personId,
    rules: [expect.any(String)],
    preview: { summary: expect.stringContaining('31.00') },
  })
  expect(await platform.db.labelledExample.count()).toBe(await platform.db.decision.count())
})

test('a refused decision leaves no example behind, and an export goes on after the last line of the one before', async () => {
  const card = await waiting('1045')
  await decideAction(platform, { ...card, caller: approver, verdict: 'reject', comment: 'No.' })
  await decideAction(platform, { ...card, caller: approver2, verdict: 'approve' }).catch(() => null)
  expect((await exported()).filter(({ actionId }) => actionId === card.actionId)).toHaveLength(1)
  const all = await exported()
  const first = await exported({ limit: 2 })
  const rest = await exported({ after: String(first.at(-1)?.id) })
  expect([...first, ...rest]).toEqual(all)
  expect((await exported({ label: 'rejected' })).every(({ label }) => label === 'rejected')).toBe(true)
  expect(await exported({ operation: 'mail.send' })).toEqual([])
})

test('only those who oversee export, and that they did is recorded', async () => {
  await expect(exportExamples(platform, {}, approver)).rejects.toMatchObject({ code: 'forbidden' })
  const before = await platform.db.auditEvent.count({ where: { kind: 'examples.exported' } })
  await exportExamples(platform, { label: 'changed' }, admin)
  expect(await platform.db.auditEvent.count({ where: { kind: 'examples.exported' } })).toBe(before + 1)
})
