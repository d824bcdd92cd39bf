import { expect, test } from 'vitest'
import { markedGroups } from './text-marks.ts'
import { visibleParts } from './visible-text.ts'

const shown = (text: string, marks: { from: number; to: number }[]) =>
  markedGroups(visibleParts(text), marks).map(({ marked, parts }) => {
    const inner = parts.map((part) => part.text).join('')
    return marked ? `[${inner}]` : inner
  })

test.each<[string, string, [number, number][], string]>([
  ['nothing', 'pay 5', [], 'pay 5'],
  ['the beginning', 'pay 5', [[0, 3]], '[pay] 5'],
  ['the end', 'pay 5', [[4, 5]], 'pay [5]'],
  [
    'two places',
    'a b c',
    [
      [0, 1],
      [4, 5],
    ],
    '[a] b [c]',
  ],
  ['across a hidden character', 'a\u202Eb c', [[0, 3]], '[a\u202Eb] c'],
  ['beyond the end', 'ab', [[1, 99]], 'a[b]'],
])('marks %s', (_what, text, marks, expected) => {
  expect(
    shown(
      text,
      marks.map(([from, to]) => ({ from, to })),
    ).join(''),
  ).toBe(expected)
})
