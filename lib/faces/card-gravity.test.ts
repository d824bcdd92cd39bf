import { expect, test } from 'vitest'
import { gravityOf } from './card-gravity.ts'

const lasting = { word: 'can’t be undone', tone: 'bad' }
const unconfirmed = { word: 'not confirmed yet', tone: 'wait' }

test.each([
  ['irreversible', false, true, [lasting]],
  ['irreversible', true, true, [lasting]],
  ['write', false, true, [lasting]],
  ['write', true, true, [{ word: 'can be undone', tone: 'plain' }]],
  ['read', false, true, [{ word: 'reads only', tone: 'plain' }]],
  ['irreversible', false, false, [lasting, unconfirmed]],
  ['write', false, false, [lasting, unconfirmed]],
])('%s, undoable %s, confirmed %s', (effect, undoable, confirmed, expected) => {
  expect(gravityOf({ effect, undoable }, confirmed)).toEqual(expected)
})

test.each([
  { effect: 'read', undoable: false },
  { effect: 'write', undoable: true },
])('nothing harmless is promised of what nobody has confirmed: $effect', (row) => {
  expect(gravityOf(row, false)).toEqual([unconfirmed])
})
