import { expect, test } from 'vitest'
import { type GateState, gateWords, waitingWords } from './gate-words.ts'

const now = new Date('2026-11-21T14:06:00Z')
const open: GateState = {
  breaker: 'open',
  openedAt: '2026-11-21T14:02:10Z',
  openUntil: '2026-11-21T14:09:10Z',
  why: 'The connection was refused.',
}
const said = (state: Partial<GateState>) => gateWords({ ...open, ...state }, now, 'UTC').text

test.each<[string, Partial<GateState>, string]>([
  ['a closed breaker hides what was wrong before', { breaker: 'closed' }, 'Answers'],
  ['an open one says since when, when next and why', {}, 'Not answering since 14:02: tried again at 14:09 (The connection was refused)'],
  [
    'a time of retry that has passed is no promise',
    { openUntil: '2026-11-21T14:05:30Z' },
    'Not answering since 14:02: tried again with its next action (The connection was refused)',
  ],
  ['nor is one that is not known', { openUntil: null, why: null }, 'Not answering since 14:02: tried again with its next action'],
  [
    'yesterday is not taken for today',
    { openedAt: '2026-11-20T14:02:10Z', why: '' },
    'Not answering since 14:02 on 20 Nov: tried again at 14:09',
  ],
  [
    'what is seconds away is told in seconds',
    { openUntil: '2026-11-21T14:06:08Z', why: null },
    'Not answering since 14:02: tried again at 14:06:08',
  ],
  [
    'a probe under way says so',
    { breaker: 'half_open' },
    'Trying one request: it has not answered since 14:02 (The connection was refused)',
  ],
])('%s', (_name, state, text) => {
  expect(said(state)).toBe(text)
})

test('times are the reader’s', () => {
  expect(gateWords(open, now, 'Asia/Tokyo').text).toContain('since 23:02: tried again at 23:09')
})

test('one waits, many wait, none is not said', () => {
  expect([waitingWords(0), waitingWords(1), waitingWords(1204)]).toEqual(['', '1 action waits', '1,204 actions wait'])
})
