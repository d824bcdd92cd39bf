import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { type Draft, draftOf } from '../form-draft.ts'
import { formFromSchema } from '../form-from-schema.ts'
import { SchemaForm } from './schema-form.tsx'

const money = { type: 'object', properties: { amount: { type: 'string' }, currency: { type: 'string' } } }
const node = formFromSchema({
  type: 'object',
  required: ['amount', 'reason'],
  properties: {
    amount: money,
    reason: { type: 'string', description: 'Why' },
    priority: { enum: ['low', 'high'] },
    restock: { type: 'boolean' },
    address: { type: 'object', properties: { city: { type: 'string' } } },
  },
})
const value = { amount: { amount: '49.90', currency: 'EUR' }, reason: '<b>broken</b>\u202E', priority: 'low', address: { city: 'Ghent' } }
const former = draftOf(node, value) as Record<string, Draft>

/** What is beside the labels, as text, by the label. */
function marks(changes: Record<string, Draft>, before: Draft | undefined = former): string[] {
  const html = renderToStaticMarkup(
    createElement(SchemaForm, { node, draft: { ...former, ...changes }, former: before, errors: [], onDraft: () => undefined }),
  )
  const found = [...html.matchAll(/<div id="([^"]+-beside)">(.*?)<\/div>/g)]
  for (const [, id] of found) expect(html, 'the control is described by it').toMatch(new RegExp(`aria-describedby="${id}[ "]`))
  return found.map(([, , inside]) => (inside ?? '').replaceAll(/<[^>]+>/g, ''))
}

test('a field that differs from what was asked says so, with what stood there; the others do not', () => {
  expect(marks({})).toEqual([])
  expect(marks({ amount: { amount: '30.00', currency: 'EUR' } })).toEqual(['changed, was 49.90 EUR'])
  expect(marks({ priority: '1', restock: true, address: { city: '' } })).toEqual([
    'changed, was low',
    'changed, was not ticked',
    'changed, was Ghent',
  ])
  expect(marks({ priority: '' }, { ...former, priority: '' })).toEqual([])
  expect(marks({ reason: 'late' }, { ...former, reason: '' })).toEqual(['changed, was empty'])
})

test('what stood there is text that hides nothing', () => {
  const [mark] = marks({ reason: 'late' })
  expect(mark).toContain('&lt;b&gt;broken&lt;/b&gt;')
  expect(mark).not.toContain('\u202E')
})

test('a form that asks for something new marks nothing', () => {
  const html = renderToStaticMarkup(
    createElement(SchemaForm, { node, draft: { ...former, reason: 'late' }, errors: [], onDraft: () => undefined }),
  )
  expect(html).not.toContain('changed')
})
