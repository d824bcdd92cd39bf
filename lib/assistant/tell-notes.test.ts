import { expect, test } from 'vitest'
import { noteWords } from './tell-notes.ts'

const note = { text: 'Which order?', from: 'Bea Moreau', to: 'Max Weber', toRequester: true, summary: 'Refund 49.90 EUR' }

test.each([
  ['question', note, 'Bea Moreau asks you about “Refund 49.90 EUR”: “Which order?” Answer on the card.'],
  ['question', { ...note, to: 'Ada Okafor', toRequester: false }, 'Bea Moreau asked Ada Okafor about “Refund 49.90 EUR”: “Which order?”'],
  ['answer', { ...note, text: '1042' }, 'Bea Moreau answered a question about “Refund 49.90 EUR”: “1042”'],
  ['handover', { ...note, text: '', to: 'Ada Okafor' }, 'Bea Moreau handed “Refund 49.90 EUR” to Ada Okafor'],
  ['reminder', { ...note, text: '' }, 'Bea Moreau reminded those who are asked about “Refund 49.90 EUR”.'],
  ['approval', { ...note, text: '' }, 'Bea Moreau approved “Refund 49.90 EUR”. It takes another approval.'],
  ['approval', { ...note, text: 'Fine.' }, 'Bea Moreau approved “Refund 49.90 EUR”: “Fine.” It takes another approval.'],
  ['escalation', { ...note, text: '', from: null }, 'Nobody has decided on “Refund 49.90 EUR” yet, so others are asked as well.'],
])('the requester hears of each in plain words: %s', (kind, given, words) => {
  expect(noteWords({ ...given, kind })).toBe(words)
})
