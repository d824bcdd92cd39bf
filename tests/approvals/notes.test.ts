import { expect, test } from 'vitest'
import { actionStory, eraseAction, loadAction } from '#lib/actions/index.ts'
import { actionNotes, answerQuestion, askQuestion, decideAction, handOver, remind } from '#lib/approvals/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { cardsOf } from '#lib/faces/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { byKey, openHouse, refund } from '#tests/support/house.ts'
import { waitFor } from '#tests/support/wait-for.ts'

const house = await openHouse()
const { platform, member, member2, approver, approver2, admin, auditor } = house

async function waiting(orderId: string) {
  const { id } = await house.ask('commerce.refund_order', refund('31.00', orderId))
  return house.work(id)
}

async function outcome(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => 'done',
    (error: unknown) => (isAppError(error) ? `${error.code}: ${error.message}` : Promise.reject(error)),
  )
}

const kindsOf = async (id: string) =>
  (await platform.db.auditEvent.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } })).map(({ kind }) => kind)

test('the requester never hears: a question, its answer, a hand-over and a reminder are notes, audited, and stand in the story', async () => {
  const { id } = await waiting('1042')
  await platform.live.ready()
  let hints = 0
  const off = platform.live.subscribe(({ type, id: about, people }) => {
    if (type === 'action.updated' && about === id && people?.includes(member.personId)) hints += 1
  })
  // Equal hints that are sent together are one, so that each note is heard before the next is written.
  const heard = async <T>(noting: Promise<T>): Promise<T> => {
    const [before, note] = [hints, await noting]
    await waitFor(() => hints > before, { what: 'a hint for the requester' })
    return note
  }
  const question = await heard(askQuestion(platform, { actionId: id, caller: approver, text: ' Is there a photo? ' }))
  expect(question).toMatchObject({ kind: 'question', from: { name: 'Bea Moreau' }, to: { name: 'Max Weber' }, text: 'Is there a photo?' })
  const answer = await heard(answerQuestion(platform, { actionId: id, caller: member, text: 'Yes, in ticket 88.', replyTo: question.id }))
  expect(answer).toMatchObject({ replyTo: question.id, to: { name: 'Bea Moreau' } })
  await heard(handOver(platform, { actionId: id, caller: approver, toId: approver2.personId, text: 'You know the customer.' }))
  await heard(remind(platform, { actionId: id, caller: member }))
  off()
  expect((await actionNotes(platform, { actionId: id, caller: member })).items.map(({ kind }) => kind)).toEqual([
    'question',
    'answer',
    'handover',
    'reminder',
  ])
  expect(await house.look(id)).toMatchObject({ status: 'awaiting_approval', assigneeId: approver2.personId })
  expect((await kindsOf(id)).slice(2)).toEqual([
    'action.question_asked',
    'action.question_answered',
    'action.handed_over',
    'action.reminded',
  ])
  const story = await actionStory(platform, await house.look(id))
  expect(story.slice(-4).map(({ title, detail }) => [title, detail])).toEqual([
    ['Bea Moreau asked Max Weber', '“Is there a photo?”'],
    ['Max Weber answered', '“Yes, in ticket 88.”'],
    ['Bea Moreau handed it to Ada Okafor', '“You know the customer.”'],
    ['Max Weber reminded Ada Okafor', ''],
  ])
})

test('a card is handed to somebody who may decide alone, by somebody who may, and the others still may decide', async () => {
  const { id, digest } = await waiting('1043')
  const to = (caller: Caller, toId: string) => outcome(handOver(platform, { actionId: id, caller, toId }))
  expect(await to(approver, member2.personId)).toMatch(/^invalid/)
  expect(await to(approver, member.personId)).toMatch(/^invalid/)
  expect(await to(member, approver.personId)).toMatch(/^forbidden: You asked for it yourself/)
  expect(await to(member2, approver.personId)).toMatch(/^not_found/)
  expect(await to(auditor, approver.personId)).toMatch(/^forbidden/)
  expect(await to(byKey(approver), approver2.personId)).toMatch(/^forbidden/)
  expect(await to(approver, approver2.personId)).toBe('done')
  expect(await to(approver, approver2.personId)).toMatch(/^conflict: It lies with Ada Okafor already/)
  expect(await to(approver2, approver.personId)).toBe('done')
  expect(await to(admin, approver2.personId)).toBe('done')
  const row = await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: digest ?? '' })
  expect(row.status).toBe('queued')
})

test('fifty reminders in five minutes: one an hour for an action, whoever reminds', async () => {
  const { id } = await waiting('1044')
  const all = await Promise.all(
    Array.from({ length: 20 }, (_, index) => outcome(remind(platform, { actionId: id, caller: index % 2 === 0 ? member : approver }))),
  )
  expect(all.filter((said) => said === 'done')).toHaveLength(1)
  expect(all.filter((said) => said.startsWith('too_many'))).toHaveLength(19)
  expect(await outcome(remind(platform, { actionId: id, caller: member2 }))).toMatch(/^not_found/)
  expect(await outcome(remind(platform, { actionId: id, caller: auditor }))).toMatch(/^forbidden/)
  platform.clock.advance(60 * 60_000)
  expect(await outcome(remind(platform, { actionId: id, caller: approver }))).toBe('done')
})

test('only those who are asked may ask, and only whoever was asked answers', async () => {
  const { id } = await waiting('1045')
  const ask = (caller: Caller, toId?: string) => outcome(askQuestion(platform, { actionId: id, caller, text: 'Why?', toId }))
  expect(await ask(member)).toMatch(/^forbidden/)
  expect(await ask(auditor)).toMatch(/^forbidden/)
  expect(await ask(member2)).toMatch(/^not_found/)
  expect(await ask(byKey(approver))).toMatch(/^forbidden/)
  expect(await ask(approver, member2.personId)).toMatch(/^invalid/)
  expect(await ask(approver, approver.personId)).toMatch(/^invalid/)
  const question = await askQuestion(platform, { actionId: id, caller: approver, text: 'Why?', toId: approver2.personId })
  const say = (caller: Caller, replyTo = question.id) => outcome(answerQuestion(platform, { actionId: id, caller, text: 'So.', replyTo }))
  expect(await say(approver)).toMatch(/^forbidden/)
  expect(await say(admin)).toMatch(/^forbidden/)
  expect(await say(member2)).toMatch(/^not_found/)
  expect(await say(approver2)).toBe('done')
  expect(await say(member)).toBe('done')
  const other = await waiting('1046')
  expect(await outcome(answerQuestion(platform, { actionId: other.id, caller: member, text: 'So.', replyTo: question.id }))).toMatch(
    /^invalid/,
  )
  expect(await outcome(askQuestion(platform, { actionId: id, caller: approver, text: '  ' }))).toMatch(/^invalid/)
})

test('once it is decided nobody asks, answers, hands over or reminds any more, and its notes can be erased', async () => {
  const row = await waiting('1047')
  const question = await askQuestion(platform, { actionId: row.id, caller: approver, text: 'Is it for Ada Lovelace?' })
  await decideAction(platform, { actionId: row.id, caller: approver2, verdict: 'reject', digest: row.digest ?? '', comment: 'No.' })
  const noting = { actionId: row.id, caller: approver }
  expect(await outcome(askQuestion(platform, { ...noting, text: 'Still?' }))).toMatch(
    /^conflict: It no longer waits for a decision: it is rejected/,
  )
  expect(await outcome(answerQuestion(platform, { ...noting, caller: member, text: 'Late.', replyTo: question.id }))).toMatch(/^conflict/)
  expect(await outcome(handOver(platform, { ...noting, toId: approver2.personId }))).toMatch(/^conflict/)
  expect(await outcome(remind(platform, noting))).toMatch(/^conflict/)
  expect(await platform.db.labelledExample.count({ where: { actionId: row.id } })).toBe(1)
  await eraseAction(platform, { actionId: row.id, reason: 'asked to', by: admin })
  expect((await actionNotes(platform, { actionId: row.id, caller: admin })).items.map(({ text }) => text)).toEqual([''])
  expect(await platform.db.labelledExample.count({ where: { actionId: row.id } })).toBe(0)
})

test('who may take a card over is found among any number of members', async () => {
  const crowd = Array.from({ length: 250 }, (_, index) => ({
    id: platform.ids(),
    email: `crowd.${index}@acme.test`,
    name: `Crowd ${index}`,
    roles: ['member'],
    createdAt: new Date('2020-01-01T00:00:00Z'),
  }))
  await platform.db.person.createMany({ data: crowd })
  const row = await waiting('1047')
  const [card] = await cardsOf(platform, approver, [await loadAction(platform.db, row.id)])
  expect(card?.notes.handTo.map(({ name }) => name)).toEqual(expect.arrayContaining(['Ada Okafor']))
})
