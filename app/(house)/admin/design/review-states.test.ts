import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ReviewCard } from '#components/review/review-card.tsx'
import type { ReviewData } from '#components/review/review-data.ts'
import { reviewStates } from './review-fixtures.ts'

const markup = '"><img src=x onerror=1><script>1</script>'
const render = (review: ReviewData) => renderToStaticMarkup(createElement(ReviewCard, { review, onAnswer: () => null }))

test.each(reviewStates)('markup in every string is text: $name', ({ review }) => {
  const struck: ReviewData = {
    ...review,
    title: markup,
    question: markup,
    schema: { type: 'object', properties: { one: { enum: [markup], title: markup, description: markup } } },
    context: [{ label: markup, value: `${markup}\n`.repeat(20) }],
    owner: { name: markup },
    answer: review.answer && { one: markup },
    comment: review.comment && markup,
    answeredBy: review.answeredBy && { name: markup },
    whyNot: review.whyNot && markup,
  }
  const html = render(struck)
  expect(html).toContain('&lt;img src=x')
  expect(html).not.toMatch(/<img|<script/)
})

test('hidden characters beside a question are marks, look-alikes are named', () => {
  const html = reviewStates.map(({ review }) => render(review)).join('')
  expect(html).not.toMatch(/[\u200B\u202E]/)
  expect(html).toContain('U+202E')
  expect(html).toContain('is Cyrillic (U+0430)')
})

test('what is too long for a line or two can be scrolled by keyboard', () => {
  const html = render(reviewStates[0]?.review as ReviewData)
  expect(html).toMatch(/role="group" aria-label="Scanner" tabindex="0"/)
  expect(html.match(/role="group"/g)).toHaveLength(1)
})
