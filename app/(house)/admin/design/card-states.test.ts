import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ApprovalCard } from '#components/card/approval-card.tsx'
import type { Card } from '#lib/faces/card-data.ts'
import { states } from './card-states.ts'
import { changeStates } from './change-states.ts'
import { gravityStates } from './gravity-states.ts'
import { noteStates } from './note-fixtures.ts'

const all = [...states, ...gravityStates, ...noteStates, ...changeStates]

const markup = '"><img src=x onerror=1><script>1</script>'
/** What decides how a card looks, not what it says. */
const fixed =
  /^(status|kind|effect|tone|verdict|via|at|dueAt|settledAt|createdAt|digest|id|href|environment|path|stepUp|editSchema|inputValue)$/

function struck(value: unknown, key = ''): unknown {
  if (fixed.test(key)) return value
  if (typeof value === 'string') return markup
  if (Array.isArray(value)) return value.map((member) => struck(member, key))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, struck(member, name)]))
}

const render = (card: Card) => renderToStaticMarkup(createElement(ApprovalCard, { card }))

test.each(all.filter(({ name }) => !name.startsWith('Very long')))('markup in every string is text: $name', ({ card }) => {
  const html = render(struck(card) as Card)
  expect(html).toContain('&lt;img src=x')
  expect(html).not.toMatch(/<img|<script/)
})

test('a changed card says by whom and what it was, in the order before, after; a secret is only named', () => {
  const [waits, , , secret] = changeStates.map(({ card }) => render(card).replaceAll(/<[^>]+>/g, ''))
  expect(waits).toContain('Bea Moreau changed what is sentAmount: 40.00 EUR →  is now 49.90 EUR')
  expect(secret).toContain('A secret was changed; it is not shown.')
})

test('200 KB and 500 rows are folded: the page holds their beginning', () => {
  const long = states.find(({ name }) => name.startsWith('Very long'))
  expect(render(long?.card as Card).length).toBeLessThan(40_000)
})

test.each(gravityStates)('each word about how grave it is stands on the card: $name', ({ card }) => {
  const html = render(card)
  for (const { word } of card.gravity) expect(html).toContain(word)
})
