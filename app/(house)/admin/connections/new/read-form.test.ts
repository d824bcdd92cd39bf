import { expect, test } from 'vitest'
import { readForm } from './read-form.ts'

function form(values: Record<string, string>): FormData {
  const data = new FormData()
  for (const [name, value] of Object.entries({ name: 'shop', environment: 'production', auth: 'document', ...values }))
    data.set(name, value)
  return data
}

test('fields that were left empty are not sent, so the document’s own values count', () => {
  const read = readForm(form({ title: ' ', url: '', openapi: '{}', baseUrl: '', tags: ' , ' }))
  expect(read).toEqual({ name: 'shop', openapi: '{}', environment: 'production', confirm: false, allowPrivate: false })
})

test.each([
  [{ auth: 'none', secret: 'x' }, { type: 'none' }],
  [
    { auth: 'bearer', secret: 's3 ' },
    { type: 'bearer', token: 's3 ' },
  ],
  [
    { auth: 'basic', username: 'ada', secret: 'p' },
    { type: 'basic', username: 'ada', password: 'p' },
  ],
  [
    { auth: 'apiKey', keyHeader: 'X-Key', secret: 'k' },
    { type: 'apiKey', in: 'header', name: 'X-Key', value: 'k' },
  ],
])('%o is sent as the API takes it, the secret as it was typed', (values, auth) => {
  expect(readForm(form(values)).auth).toEqual(auth)
})

test('limits are sent where they are given, and none where all are empty', () => {
  expect(readForm(form({ concurrency: '4', ratePerSecond: '' })).limits).toEqual({ concurrency: 4 })
  expect(readForm(form({ concurrency: '', ratePerSecond: '' }))).not.toHaveProperty('limits')
})

test('tags are told apart by commas', () => {
  expect(readForm(form({ tags: 'orders, customers ,' })).tags).toEqual(['orders', 'customers'])
})
