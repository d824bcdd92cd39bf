import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { TextMark } from './text-marks.ts'
import { wordDiff } from './word-diff.ts'

const cut = (text: string, marks: TextMark[]) => marks.map(({ from, to }) => text.slice(from, to))
const without = (text: string, marks: TextMark[]) =>
  marks.reduceRight((left, { from, to }) => left.slice(0, from) + left.slice(to), text).replace(/\s/g, '')

test.each<[string, string, string, string[], string[]]>([
  ['one word in the middle', 'pay 49.90 EUR to Ada', 'pay 99.90 EUR to Ada', ['49'], ['99']],
  ['a word that came', 'Dear Ada,\n\nwe are sorry.', 'Dear Ada,\n\nwe are very sorry.', [], ['very ']],
  ['a word that went', 'do not send it', 'do send it', ['not '], []],
  ['neighbours are one stretch', 'the red small vase broke', 'the blue large vase broke', ['red small'], ['blue large']],
  ['two places', 'a b c d e f g', 'a X c d e f Y', ['b', 'g'], ['X', 'Y']],
  ['nothing', 'the same', 'the same', [], []],
  ['all of it', '', 'new', [], ['new']],
  ['an address', 'to ada@example.test', 'to ada@evil.test', ['example'], ['evil']],
  ['letters of other scripts', 'Привет мир', 'Привет Мир', ['мир'], ['Мир']],
])('%s', (_what, before, after, removed, added) => {
  const diff = wordDiff(before, after)
  expect([cut(before, diff.removed), cut(after, diff.added)]).toEqual([removed, added])
})

test('what is not marked is the same in both', () => {
  const text = fc.array(fc.constantFrom('a', 'b', 'c', 'vase', '.', ' '), { maxLength: 40 }).map((words) => words.join(' '))
  fc.assert(
    fc.property(text, text, (before, after) => {
      const { removed, added } = wordDiff(before, after)
      expect(without(before, removed)).toBe(without(after, added))
    }),
  )
})

test('200 KB that differ in every word are marked whole, at once', () => {
  const text = (word: string) => `begin ${Array.from({ length: 20_000 }, (_, index) => `${word}${index}`).join(' ')} end`
  const began = performance.now()
  const { removed, added } = wordDiff(text('old'), text('new'))
  expect([removed.length, added.length]).toEqual([1, 1])
  expect(performance.now() - began).toBeLessThan(2_000)
})

test('one word in 200 KB is found', () => {
  const before = 'the quick brown fox jumps over the lazy dog. '.repeat(4_500)
  const after = `${before.slice(0, 100_000)} NOT ${before.slice(100_000)}`
  expect(cut(after, wordDiff(before, after).added).join('')).toContain('NOT')
  expect(wordDiff(before, after).added).toHaveLength(1)
})
