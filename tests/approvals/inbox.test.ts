import { expect, test } from 'vitest'
import { actionInclude, listActions, noteAsks, refreshAsks, requestAction, sweepActions } from '#lib/actions/index.ts'
import { countApprovals, decideAction, type InboxFilter, type InboxPlace, listApprovals } from '#lib/approvals/index.ts'
import { type Caller, updatePerson } from '#lib/people/index.ts'
import { newTraceId, withTransaction } from '#lib/platform/index.ts'
import { changePolicy, type Requirement } from '#lib/policy/index.ts'
import { byKey, openHouse, person, refund } from '#tests/support/house.ts'

const house = await openHouse()
const { platform, member, approver, approver2, admin, auditor } = house
await platform.db.team.create({ data: { id: platform.ids(), name: 'finance', title: 'Finance' } })
await platform.db.person.update({ where: { id: approver.personId }, data: { teams: ['finance'] } })
const bea: Caller = { ...approver, teams: ['finance'] }

const rule = (name: string, order: string, requirements: Requirement[]) => ({
  name,
  operations: ['commerce.refund_order'],
  condition: `input.orderId == "${order}"`,
  verdict: 'require_approval' as const,
  requirements,
  reason: `order ${order} asks for it`,
})
const escalates = { timeLimit: { hours: 16, calendar: true, escalate: { after: 8, role: 'admin' as const } } }
const one = (more: Partial<Requirement>): Requirement => ({ role: 'approver', quorum: 1, requesterExcluded: true, ...more })
await changePolicy(platform, {
  rules: [
    rule('finance signs', '1042', [one({ team: 'finance' })]),
    rule('two sign', '1043', [one({ quorum: 2 })]),
    rule('finance and an admin', '1044', [one({ team: 'finance' }), one({ role: 'admin', requesterExcluded: false })]),
    rule('a passkey', '1045', [one({ stepUp: true })]),
    rule('any colleague', '1046', [one({ role: 'member' })]),
    { ...rule('finance, or late an admin', '1048', [one({ team: 'finance' })]), ...escalates },
    { ...rule('a passkey, late an admin’s', '1049', [one({ team: 'finance', stepUp: true }), one({ role: 'member' })]), ...escalates },
    { ...rule('late oneself too', '1051', [one({ team: 'finance', requesterExcluded: false })]), ...escalates },
    rule('oneself too', '1047', [one({ role: 'member', requesterExcluded: false })]),
  ],
  comment: 'kinds of requirements',
  caller: admin,
})

async function waits(orderId: string, caller: Caller = member) {
  const { id } = await house.ask('commerce.refund_order', refund('10.00', orderId), { caller })
  const row = await house.prepare(id)
  expect(row.status).toBe('awaiting_approval')
  return row
}

const kinds = ['1042', '1043', '1044', '1045', '1046', '1047', '1050']
const asked = new Map<string, Awaited<ReturnType<typeof waits>>>()
for (const order of kinds) asked.set(order, await waits(order))
await waits('1042', approver)
await waits('1047', approver2)
const asks = async (order: string) => (await house.look(asked.get(order)?.id ?? '')).asks

async function agree(callers: readonly Caller[]) {
  for (const caller of callers) {
    const all = await listApprovals(platform, caller, { filter: { scope: 'all' }, limit: 200 })
    const mine = await listApprovals(platform, caller, { filter: { scope: 'mine' }, limit: 200 })
    const may = all.items.filter(({ mayDecide }) => mayDecide).map(({ id }) => id)
    expect(
      mine.items.map(({ id }) => id),
      `${caller.name} by ${caller.via}`,
    ).toEqual(may)
    expect(await countApprovals(platform, caller, { scope: 'mine' })).toBe(may.length)
  }
}

const standingIn = (caller: Caller, other: Caller): Caller => ({ ...caller, standsInFor: [other] })
const everyone = () => [
  member,
  house.member2,
  bea,
  approver2,
  admin,
  auditor,
  byKey(bea),
  byKey(bea, ['decide']),
  standingIn(house.member2, bea),
  standingIn(approver2, member),
  standingIn(member, admin),
  standingIn(auditor, bea),
]

test('what the inbox counts as mine is what I may decide: teams, quorum, passkeys, delegation, oneself', async () => {
  expect(await asks('1042')).toEqual(['approver/finance'])
  expect(await asks('1044')).toEqual(['admin!', 'approver/finance'])
  expect(await asks('1047')).toEqual(['member!'])
  await agree(everyone())
})

test('a vote closes what it meets, and others of that team are no longer asked', async () => {
  const row = asked.get('1044')
  await decideAction(platform, { actionId: row?.id ?? '', caller: bea, verdict: 'approve', digest: row?.digest ?? '' })
  expect(await asks('1044')).toEqual(['admin!'])
  const finance = { ...(await person(platform, 'Fay Finance', ['approver'])), teams: ['finance'] }
  const mine = await listApprovals(platform, finance, { filter: { scope: 'mine' }, limit: 200 })
  expect(mine.items.map(({ id }) => id)).not.toContain(row?.id)
  await agree([...everyone(), finance])
})

test('half of a quorum still asks the others, not the one who signed', async () => {
  const row = asked.get('1043')
  await decideAction(platform, { actionId: row?.id ?? '', caller: bea, verdict: 'approve', digest: row?.digest ?? '' })
  expect(await asks('1043')).toEqual(['approver'])
  await agree(everyone())
})

test('a voter who loses the right reopens what they had signed, without anyone opening the card', async () => {
  const leaver = await person(platform, 'Lou Leaver', ['approver'])
  await platform.db.person.update({ where: { id: leaver.personId }, data: { teams: ['finance'] } })
  const row = await waits('1044')
  await decideAction(platform, {
    actionId: row.id,
    caller: { ...leaver, teams: ['finance'] },
    verdict: 'approve',
    digest: row.digest ?? '',
  })
  expect((await house.look(row.id)).asks).toEqual(['admin!'])
  await updatePerson(platform, { personId: leaver.personId, roles: ['member'], actor: { kind: 'person', id: admin.personId } })
  expect(await refreshAsks(platform)).toBe(1)
  expect((await house.look(row.id)).asks).toEqual(['admin!', 'approver/finance'])
  expect(await refreshAsks(platform)).toBe(0)
  await agree(everyone())
})

test('an escalated card is mine for exactly those who may decide since: who signed without a passkey signs anew, who asked does not', async () => {
  const cards = [await waits('1048'), await waits('1048', admin), await waits('1049'), await waits('1051', admin)]
  const [plain, own, passkey, oneself] = cards.map(({ id }) => id)
  const mine = async (caller: Caller) =>
    (await listApprovals(platform, caller, { filter: { scope: 'mine' }, limit: 200 })).items
      .map(({ id }) => id)
      .filter((id) => cards.some((card) => card.id === id))
      .toSorted()
  await decideAction(platform, { actionId: passkey ?? '', caller: admin, verdict: 'approve', digest: cards[2]?.digest ?? '' })
  expect(await mine(admin)).toEqual([])
  platform.clock.advance(9 * 3_600_000)
  await sweepActions(platform)
  for (const card of cards) expect((await house.look(card.id)).escalatedTo).toEqual(['admin'])
  expect(await mine(admin)).toEqual([plain, passkey, oneself].toSorted())
  expect(await mine(approver2)).toEqual([])
  expect(await mine(standingIn(house.member2, admin))).toEqual([plain, passkey, oneself].toSorted())
  expect(await mine(bea)).toEqual([plain, own, passkey, oneself].toSorted())
  await agree([...everyone(), standingIn(bea, admin), byKey(admin), byKey(admin, ['decide'])])
})

test('what no longer waits asks nobody', async () => {
  const row = await waits('1042')
  await decideAction(platform, { actionId: row.id, caller: bea, verdict: 'reject', digest: row.digest ?? '', comment: 'no' })
  expect(await house.look(row.id)).toMatchObject({ status: 'rejected', asks: [] })
})

test('a card that lost its place in the index is put right by its next note', async () => {
  const row = await waits('1050')
  await platform.db.action.update({ where: { id: row.id }, data: { asks: [] } })
  const noted = await withTransaction(platform, async (tx) =>
    noteAsks(tx, await tx.action.findUniqueOrThrow({ where: { id: row.id }, include: actionInclude })),
  )
  expect(noted).toBe(true)
  expect((await house.look(row.id)).asks).toEqual(row.asks)
})

async function walk(caller: Caller, filter: InboxFilter, sort: 'due' | 'risk' = 'due') {
  const seen: string[] = []
  let after: InboxPlace | undefined
  do {
    const { items, next } = await listApprovals(platform, caller, { filter, sort, limit: 3, after })
    seen.push(...items.map(({ id }) => id))
    after = next ?? undefined
  } while (after !== undefined)
  return seen
}

test('pages follow each other without a gap or a repeat, also where many are due at one moment, and when one leaves in between', async () => {
  const ids: string[] = []
  for (let n = 0; n < 7; n++) ids.push((await waits('1050')).id)
  const dueAt = new Date(platform.clock.now().getTime() + 3_600_000)
  for (const [n, id] of ids.entries()) {
    await platform.db.action.update({ where: { id }, data: { dueAt: n < 4 ? dueAt : null, risk: (n % 3) * 40, waitingSince: dueAt } })
  }
  for (const sort of ['due', 'risk'] as const) {
    const whole = (await listApprovals(platform, admin, { filter: { scope: 'all' }, sort, limit: 200 })).items
    expect(await walk(admin, { scope: 'all' }, sort)).toEqual(whole.map(({ id }) => id))
    const risks = whole.map(({ action }) => action?.risk ?? 0)
    if (sort === 'risk') expect(risks).toEqual(risks.toSorted((a, b) => b - a))
    else expect(whole.slice(0, 3).every((item) => item.dueAt === null)).toBe(true)
  }
  const first = await listApprovals(platform, admin, { filter: { scope: 'all' }, limit: 3 })
  const all = await walk(admin, { scope: 'all' })
  const gone = first.items.at(-1)
  await decideAction(platform, {
    actionId: gone?.id ?? '',
    caller: approver2,
    verdict: 'reject',
    digest: gone?.action?.digest ?? '',
    comment: 'no',
  })
  const second = await listApprovals(platform, admin, { filter: { scope: 'all' }, limit: 3, after: first.next ?? undefined })
  expect(second.items.map(({ id }) => id)).toEqual(all.slice(3, 6))
})

test('each filter leaves what fits it, and nothing that the caller may not see', async () => {
  const mail = await house.ask('mail.send', { to: 'lea@acme.test', subject: 'Your vase', body: 'It is on its way' })
  const note = await house.prepare(mail.id)
  expect(note.status).toBe('awaiting_approval')
  await platform.db.action.update({ where: { id: mail.id }, data: { tainted: true, risk: 90 } })
  const list = async (filter: Partial<InboxFilter>, caller: Caller = admin) =>
    (await listApprovals(platform, caller, { filter: { scope: 'all', ...filter }, limit: 200 })).items.map(({ id }) => id)
  expect(await list({ operation: 'mail.send' })).toEqual([mail.id])
  expect(await list({ connection: 'mail' })).toEqual([mail.id])
  expect(await list({ connection: note.connectionId })).toEqual([mail.id])
  expect(await list({ tainted: true })).toEqual([mail.id])
  expect(await list({ risk: 90 })).toEqual([mail.id])
  expect(await list({ query: 'LEA@acme' })).toEqual([mail.id])
  expect(await list({ kind: 'unknown' })).toEqual([])
  expect((await list({ requestedBy: approver.personId })).length).toBe(1)
  expect(await list({ rule: 'any colleague' })).toEqual([asked.get('1046')?.id])
  expect(await list({ dueBefore: new Date(0) })).toEqual([])
  expect(await list({ operation: 'mail.send' }, house.member2)).toEqual([])
  expect(await countApprovals(platform, admin, { scope: 'all', query: 'lea' })).toBe(1)
})

test('a search finds all words, in any order, the last as it is being typed, in any script, and quotes do no harm', async () => {
  const summaries = ['Refund 49.90 EUR to Zoë Müller for order 1042', 'Send an e-mail to o’neil@acme.test', '東京の注文 77 を返金する']
  const ids: string[] = []
  for (const summary of summaries) {
    const row = await requestAction(platform, {
      caller: member,
      via: 'api',
      operation: 'commerce.refund_order',
      input: refund('11.00', '1060'),
      traceId: newTraceId(),
    })
    await platform.db.action.update({ where: { id: row.id }, data: { summary } })
    ids.push(row.id)
  }
  const find = async (query: string) => {
    const { items } = await listActions(platform, admin, { query, limit: 50 })
    return items.map(({ id }) => ids.indexOf(id)).filter((n) => n >= 0)
  }
  expect(await find('1042 müll')).toEqual([0])
  expect(await find('MÜLLER refund')).toEqual([0])
  expect(await find('refund 104')).toEqual([])
  expect(await find('neil acme')).toEqual([1])
  expect(await find('東京 77')).toEqual([2])
  expect(await find(`' & ! | \\ :* <-> "`)).toEqual([])
  expect(await find("o'neil")).toEqual([1])
  expect(await find('nothing at all like this')).toEqual([])
})
