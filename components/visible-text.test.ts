import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { describeMarks, type TextPart, visibleParts, visibleString } from './visible-text.ts'

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
    ['a Cyrillic letter in a Latin word', 'аpple.com', 'looks like “a”, is Cyrillic (U+0430)'],
    ['a Greek omicron in an amount', '1\u03BF0.00 EUR', 'looks like “o”, is Greek (U+03BF)'],
    ['a Cyrillic capital O as a zero', '5\u041E.00', 'looks like “O”, is Cyrillic (U+041E)'],
    ['a mathematical letter', '\u{1D5EE}da', 'looks like “a”, is a mathematical sign (U+1D5EE)'],
    ['a full-width letter', 'ａda', 'looks like “a”, is full-width (U+FF41)'],
    ['a Roman numeral as an l', 'paypa\u217C', 'looks like “l”, is a letter-like sign (U+217C)'],
    ['a dotless i in a link', 'https://lıve.example', 'looks like “i”, is another Latin letter (U+0131)'],
    ['a leader dot in a domain', 'bank\u2024example.test', 'looks like “.”, is another sign (U+2024)'],
    ['a stroke that makes a path a domain', 'bank.test\u2215login.evil.test', 'looks like “/”, is another sign (U+2215)'],
    ['a domain in punycode', 'mail ada@xn--80ak6aa92e.com', 'stands for “аррӏе”'],
  ])('%s', (_what, text, name) => {
    expect(names(text)).toEqual([name])
  })

  test('a whole word of look-alikes where nothing else is in that script', () => {
    expect(names('send it to раураl')).not.toEqual([])
    expect(names('send it to рара')).toHaveLength(4)
  })
  test('a domain of nothing but look-alikes, also in a text of that script', () => {
    expect(names('Напишите на ada@рара.com сегодня')).toHaveLength(4)
    expect(names('Смотрите https://рара.test/x')).toHaveLength(4)
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
    '全角Ａ１ 日本。次：はい',
    'почта@пример.рф и сайт пример.com',
    'kırmızı, ½ and 1\u20442, m², Nº 5, 5 €',
    'ada@example.test, https://example.test/a?b=c#d',
    '👨\u200D👩\u200D👧\u200D👦 🏳\uFE0F\u200D🌈 Ωμέγα בדיקה हिन्दी ภาษาไทย',
    'an xn-- that is none',
  ])('%s', (text) => {
    expect(marks(text)).toEqual([])
  })
})

test('nothing is lost: the parts put together are the text', () => {
  // fast-check's own strings of any character take seconds to set up.
  const char = fc.oneof(fc.integer({ min: 0, max: 0x10ffff }), fc.integer({ min: 0x2000, max: 0x206f }), fc.integer({ min: 32, max: 126 }))
  const any = fc.array(char, { maxLength: 30 }).map((codes) => String.fromCodePoint(...codes))
  fc.assert(
    fc.property(any, (text) => {
      expect(
        visibleParts(text)
          .map((part) => part.text)
          .join(''),
      ).toBe(text)
    }),
  )
})

test('one sentence says what a card holds', () => {
  expect(describeMarks(['plain', 'text'])).toBeNull()
  expect(describeMarks(['a\u200Bb\u202E', 'аpple'])).toBe('Contains 2 hidden characters and 1 look-alike letter, marked in place.')
})

test('where only text can stand, marks are written out', () => {
  expect(visibleString('pay \u202Emoc')).toBe('pay ‹U+202E›moc')
  expect(visibleString('аpple')).toBe('а‹looks like “a”, is Cyrillic (U+0430)›pple')
  expect(visibleString('Zoë’s café')).toBe('Zoë’s café')
})
