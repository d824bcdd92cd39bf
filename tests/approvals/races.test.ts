import { expect, test } from 'vitest'
import { type DecisionRequest, decideAction } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { type Caller, deactivatePerson, updatePerson } from '#lib/people/index.ts'
import { changePolicy, currentPolicy, type PolicyRule } from '#lib/policy/index.ts'
import { openHouse, person, refund } from '#tests/support/house.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const house = await openHouse()
const { platform, demo, approver, approver2, admin } = house
const approvers = await Promise.all(Array.from({ length: 50 }, (_, index) => person(platform, `Approver ${letters(index)}`, ['approver'])))

function letters(index: number): string {
  return `${String.fromCharCode(97 + Math.floor(index / 26))}${String.fromCharCode(97 + (index % 26))}`
}

async function waiting(orderId: string, amount = '31.00', caller?: Caller) {
  const { id } = await house.ask('commerce.refund_order', refund(amount, orderId), caller === undefined ? {} : { caller })
  const row = await house.work(id)
  expect(row.status).toBe('awaiting_approval')
  return { actionId: id, digest: row.digest ?? '' }
}

async function decided(request: DecisionRequest): Promise<string> {
  return decideAction(platform, request).then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? error.code : Promise.reject(error)),
  )
}

/** While `rules` hold besides those in force; afterwards all is as before. */
async function underRules(more: object[], work: () => Promise<void>): Promise<void> {
  const { rules } = await currentPolicy(platform)
  const put = (wanted: readonly object[], comment: string) =>
    changePolicy(platform, { rules: [...wanted] as PolicyRule[], comment, caller: admin })
  await put([...rules, ...more], 'for a test')
  try {
    await work()
  } finally {
    await put(rules, 'as before')
  }
}

const rule = (name: string, orderId: string, more: object) => ({
  name,
  operations: ['commerce.refund_order'],
  condition: `input.orderId == "${orderId}"`,
  verdict: 'require_approval',
  reason: `${name}.`,
  ...more,
})

test('50 parallel decisions on one action: exactly one outcome, 49 clear refusals, one effect', async () => {
  const card = await waiting('1042')
  const said = await Promise.all(
    approvers.map((caller, index) => decided({ ...card, caller, verdict: index % 2 === 0 ? 'approve' : 'reject', comment: 'race' })),
  )
  expect(said.filter((one) => one === 'done')).toHaveLength(1)
  expect(said.filter((one) => one === 'conflict')).toHaveLength(49)
  const row = await house.work(card.actionId)
  expect(row.decisions).toHaveLength(1)
  expect(row.status).toBe(row.decisions[0]?.verdict === 'approve' ? 'succeeded' : 'rejected')
  expect(await demo.journal(card.actionId)).toHaveLength(row.status === 'succeeded' ? 1 : 0)
  expect(await platform.db.labelledExample.count({ where: { actionId: card.actionId } })).toBe(1)
})

test('50 decisions of one person at once, by page and keys, are one decision', async () => {
  const card = await waiting('1043')
  const said = await Promise.all(Array.from({ length: 50 }, () => decided({ ...card, caller: approver, verdict: 'approve' })))
  expect(said.filter((one) => one === 'done')).toHaveLength(1)
  expect(said.filter((one) => one === 'conflict')).toHaveLength(49)
})

test('one edits while another approves: one of them is told, and what runs is what somebody signed', async () => {
  for (const orderId of ['1044', '1045', '1046', '1047']) {
    const card = await waiting(orderId)
    const edit = decided({ ...card, caller: approver, verdict: 'approve', input: refund('33.00', orderId) })
    const approve = decided({ ...card, caller: approver2, verdict: 'approve' })
    await Promise.race([approve, waitFor(async () => (await house.look(card.actionId)).pendingEdit !== null)])
    await waitFor(async () => {
      const row = await house.look(card.actionId)
      return row.pendingEdit !== null || row.status === 'queued'
    })
    const row = await house.work(card.actionId)
    expect([await edit, await approve].sort()).toEqual(['conflict', 'done'])
    if ((await edit) === 'done') {
      expect(row).toMatchObject({ status: 'awaiting_approval', input: refund('33.00', orderId) })
      expect(await decided({ actionId: row.id, digest: row.digest ?? '', caller: approver, verdict: 'approve' })).toBe('forbidden')
    } else expect(row).toMatchObject({ status: 'succeeded', input: refund('31.00', orderId) })
  }
})

test('the policy becomes stricter while somebody approves: the approval alone does not run it', async () => {
  const card = await waiting('1048')
  const stricter = rule('two of them', '1048', { requirements: [{ role: 'approver', quorum: 2, requesterExcluded: true }] })
  await underRules([stricter], async () => {
    expect(await decided({ ...card, caller: approver, verdict: 'approve' })).toBe('done')
    expect((await house.look(card.actionId)).status).toBe('queued')
    const back = await house.work(card.actionId)
    expect(back).toMatchObject({ status: 'awaiting_approval', policy: { requirements: [{ quorum: 2 }] } })
    expect(await demo.journal(card.actionId)).toHaveLength(0)
    expect(await decided({ actionId: back.id, digest: back.digest ?? '', caller: approver2, verdict: 'approve' })).toBe('done')
    expect((await house.work(card.actionId)).status).toBe('succeeded')
  })
})

test('the requester loses the right while it waits: the approval comes too late, nothing is sent', async () => {
  const actor = { kind: 'system', id: null } as const
  const [demoted, gone] = [await person(platform, 'Dee Moted', ['member']), await person(platform, 'Lea Ving', ['member'])]
  const [first, second] = [await waiting('1049', '31.00', demoted), await waiting('1050', '31.00', gone)]
  await updatePerson(platform, { personId: demoted.personId, roles: ['auditor'], actor })
  await deactivatePerson(platform, { personId: gone.personId, actor })
  for (const card of [first, second]) {
    await decided({ ...card, caller: approver, verdict: 'approve' })
    expect((await house.work(card.actionId)).status).toBe('denied')
    expect(await demo.journal(card.actionId)).toHaveLength(0)
  }
})

test('a quorum of two from different teams: two of one team are not enough, whoever comes first', async () => {
  const [sales, sales2, finance] = approvers.slice(0, 3).map((caller, index) => ({ ...caller, teams: [index < 2 ? 'sales' : 'finance'] }))
  if (sales === undefined || sales2 === undefined || finance === undefined) throw new Error('three approvers')
  for (const { personId, teams } of [sales, sales2, finance])
    await platform.db.person.update({ where: { id: personId }, data: { teams: [...teams] } })
  const requirements = ['sales', 'finance'].map((team) => ({ role: 'approver', team, quorum: 1, requesterExcluded: true }))
  await underRules([rule('one of each', '1051', { requirements })], async () => {
    const card = await waiting('1051')
    const [one, two] = await Promise.all([sales, sales2].map((caller) => decided({ ...card, caller, verdict: 'approve' })))
    expect([one, two]).toContain('done')
    expect((await house.look(card.actionId)).status).toBe('awaiting_approval')
    expect(await decided({ ...card, caller: finance, verdict: 'approve' })).toBe('done')
    expect((await house.work(card.actionId)).status).toBe('succeeded')
  })
})

test('a rejection ends it, whoever had approved before', async () => {
  await underRules(
    [rule('three of them', '1052', { requirements: [{ role: 'approver', quorum: 3, requesterExcluded: true }] })],
    async () => {
      const card = await waiting('1052')
      for (const caller of [approver, approver2]) expect(await decided({ ...card, caller, verdict: 'approve' })).toBe('done')
      expect(await decided({ ...card, caller: approvers[9] ?? approver, verdict: 'reject', comment: 'No.' })).toBe('done')
      expect(await decided({ ...card, caller: approvers[10] ?? approver, verdict: 'approve' })).toBe('conflict')
      expect((await house.work(card.actionId)).status).toBe('rejected')
      expect(await demo.journal(card.actionId)).toHaveLength(0)
    },
  )
})

test('an approver who raises the amount and approves alone is refused', async () => {
  const card = await waiting('1053')
  const edit = decided({ ...card, caller: approver, verdict: 'approve', input: refund('45.00', '1053') })
  await waitFor(async () => (await house.look(card.actionId)).pendingEdit !== null)
  const row = await house.work(card.actionId)
  expect(await edit).toBe('done')
  const again = { actionId: row.id, digest: row.digest ?? '', verdict: 'approve' as const }
  expect(await decided({ ...again, caller: approver })).toBe('forbidden')
  expect((await house.look(row.id)).status).toBe('awaiting_approval')
  expect(await decided({ ...again, caller: approver2 })).toBe('done')
})
