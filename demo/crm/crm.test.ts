import { afterAll, beforeAll, expect, test } from 'vitest'
import { euros, startTestBackOffice, type TestBackOffice } from '../test-back-office.ts'

let office: TestBackOffice
beforeAll(async () => {
  office = await startTestBackOffice()
})
afterAll(() => office.stop())

test('a contact is found by e-mail address, name or company, whatever the letters', async () => {
  const find = async (path: string) => ((await office.send('GET', path)).body.items as { name: string }[]).map(({ name }) => name)
  expect(await find('/contacts?email=ADA@example.test')).toEqual(['Ada Lovelace'])
  expect(await find('/contacts?email=nobody@example.test')).toEqual([])
  expect(await find('/contacts/search?name=muller')).toEqual(['Jürgen Müller'])
  expect(await find(`/contacts/search?company=${encodeURIComponent("o'brien")}`)).toEqual(["Seán O'Brien"])
  expect(await find(`/contacts/search?name=${encodeURIComponent('ليلى')}`)).toEqual(['ليلى حداد'])
  expect((await office.send('GET', '/contacts')).status).toBe(422)
})

test('a change says how it was before, and sending that back undoes it', async () => {
  const before = (await office.send('GET', '/contacts/502')).body
  const { body } = await office.send('PATCH', '/contacts/502', { body: { phone: null, jobTitle: 'Director' } })
  expect(body).toMatchObject({ phone: null, jobTitle: 'Director', previous: { phone: before.phone, jobTitle: 'Owner' } })
  await office.send('PATCH', '/contacts/502', { body: body.previous })
  const { updatedAt: _now, ...after } = (await office.send('GET', '/contacts/502')).body
  expect(before).toMatchObject(after)
})

test('an address is one contact’s only', async () => {
  expect((await office.send('PATCH', '/contacts/502', { body: { email: 'Ada@example.test' } })).status).toBe(409)
})

test('a note can be deleted and restored, and a second time changes nothing', async () => {
  const { body: note } = await office.send('POST', '/contacts/501/notes', { body: { text: 'Likes blue glass 🎁' }, key: 'note-1' })
  expect(note).toMatchObject({ contactId: '501', reference: 'note-1', deleted: false })
  const listed = async () =>
    ((await office.send('GET', '/contacts/501/notes')).body.items as { noteId: string }[]).map(({ noteId }) => noteId)
  expect(await listed()).toContain(note.noteId)
  for (const deleted of [true, true])
    expect((await office.send('DELETE', `/notes/${note.noteId}`, { correlation: 'gone' })).body.deleted).toBe(deleted)
  expect(await listed()).not.toContain(note.noteId)
  expect((await office.send('POST', `/notes/${note.noteId}/restore`)).body.deleted).toBe(false)
  expect(await listed()).toContain(note.noteId)
  expect(await office.journal('gone')).toHaveLength(1)
})

test('a credit limit takes no key: each request is an effect', async () => {
  const body = { amount: euros('750.00') }
  const first = await office.send('PUT', '/contacts/501/credit-limit', { body, key: 'limit-1' })
  const second = await office.send('PUT', '/contacts/501/credit-limit', { body, key: 'limit-1' })
  expect(first.body).toMatchObject({ creditLimit: euros('750.00') })
  expect(second.body).toMatchObject({ previousLimit: euros('750.00') })
  expect(second.headers.get('idempotency-replayed')).toBeNull()
  expect(await office.journal('limit-1')).toMatchObject([{ operation: 'crm.set_credit_limit' }, { operation: 'crm.set_credit_limit' }])
})

test('a limit in another currency and an unknown contact are refused', async () => {
  const body = { amount: { amount: '750.00', currency: 'USD' } }
  expect((await office.send('PUT', '/contacts/501/credit-limit', { body })).status).toBe(422)
  expect((await office.send('PUT', '/contacts/9999/credit-limit', { body })).status).toBe(404)
  expect((await office.send('DELETE', '/notes/999999')).status).toBe(404)
})
