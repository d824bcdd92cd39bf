import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeMarks, type TextPart, visibleParts } from './visible-text.ts'

const marks = (text: string) => visibleParts(text).filter((part): part is Exclude<TextPart, { kind: 'text' }> => part.kind !== 'text')
const names = (text: string) => marks(text).map((mark) => mark.name)

describe('hidden characters are made visible', () => {
  test.each([
    ['a direction override that turns an address round', 'pay \u202Emoc.elpmaxe@ada', 'right-to-left override'],
    ['an isolate that is never closed', 'to \u2067bea', 'right-to-left isolate'],
    ['a zero-width space inside a word', 'ex\u200Bample.test', 'zero-width space'],
    ['a zero-width joiner between Latin letters', 'ad\u200Da', 'zero-width joiner'],
    ['a soft hyphen', 'ex\u00ADample', 'soft hyphen'],
    ['NUL', 'a\u0000b', 'NUL'],
    ['an escape that a terminal would obey', 'a\u001b[2K', 'escape'],
    ['a carriage return that overwrites its line', 'pay 9\rpay 1', 'carriage return'],
    ['a line separator', 'a\u2028b', 'line separator'],
    ['instructions written in tag characters', `hi${String.fromCodePoint(0xe0069)}`, 'tag character'],
    ['a variation selector that carries data', 'a\u{E0123}', 'variation selector'],
    ['a Hangul filler that looks like a space', 'a\u3164b', 'Hangul filler'],
    ['half a surrogate pair', 'a\uD800b', 'half a character'],
    ['a byte order mark in the middle', 'a\uFEFFb', 'zero-width no-break space'],
  ])('%s', (_what, text, name) => {
    expect(names(text)).toEqual([name])
    expect(marks(text)[0]?.kind).toBe('hidden')
  })

  test('a hidden character is replaced by its code point, never put on the page', () => {
    expect(visibleParts('a\u202Eb')).toEqual([
      { kind: 'text', text: 'a' },
      { kind: 'hidden', text: '\u202E', shown: 'U+202E', name: 'right-to-left override' },
      { kind: 'text', text: 'b' },
    ])
  })

  test('accents stacked until they cover other lines', () => {
    expect(names(`a${'\u0301'.repeat(7)}`)).toEqual(['one accent too many', 'one accent too many', 'one accent too many'])
  })
})

describe('look-alike letters are marked', () => {
  test.each([
    ['a Cyrillic letter in a Latin word', 'аpple.com', 'looks like “a”, is Cyrillic'],
    ['a Greek omicron in an amount', '1\u03BF0.00 EUR', 'looks like “o”, is Greek'],
    ['a Cyrillic capital O as a zero', '5\u041E.00', 'looks like “O”, is Cyrillic'],
    ['a mathematical letter', '\u{1D5EE}da', 'looks like “a”, is a mathematical sign'],
    ['a full-width letter', 'ａda', 'looks like “a”, is full-width'],
  ])('%s', (_what, text, name) => {
    expect(names(text)).toEqual([name])
  })

  test('a whole word of look-alikes where nothing else is in that script', () => {
    expect(names('send it to раураl')).not.toEqual([])
    expect(names('send it to рара')).toHaveLength(4)
  })
})

describe('honest text stays unmarked', () => {
  test.each([
    'Refund 49.90 EUR to Ada Lovelace',
    'Ömer Ltd, Zoë’s “café”, 東京, ｱｲｳ',
    'Москва, ул. Рост 5, оператор: Сара',
    'Ελλάδα και άνω',
    'مرحبا بالعالم',
    'می\u200Cخواهم',
    'क्\u200Dष',
    '👩\u200D💻 👍🏽 ❤\uFE0F 🏴\u{E0067}\u{E0062}\u{E0073}\u{E0063}\u{E0074}\u{E007F} 1\uFE0F\u20E3 🧑🏽\u200D🚀 🙋\u200D♀\uFE0F',
    'two\r\nlines\n\tand a tab',
    'cafe\u0301',
    '全角Ａ１ 日本',
  ])('%s', (text) => {
    expect(marks(text)).toEqual([])
  })
})

test('nothing is lost: the parts put together are the text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(
        visibleParts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('a text with a mark in every word is read in time that grows with its length, not with its square', () => {
  const timeOf = (words: number) => {
    const text = 'аpple\u200B '.repeat(words)
    const runs = Array.from({ length: 5 }, () => {
      const began = performance.now()
      visibleParts(text)
      return performance.now() - began
    })
    return Math.min(...runs)
  }
  timeOf(2_000)
  // Eight times the text: eight times the time, where a square would be sixty-four.
  expect(timeOf(16_000) / timeOf(2_000)).toBeLessThan(32)
})

test('one sentence says what a card holds', () => {
  expect(describeMarks(['plain', 'text'])).toBeNull()
  expect(describeMarks(['a\u200Bb\u202E', 'аpple'])).toBe('Contains 2 hidden characters and 1 look-alike letter, marked in place.')
})
