import { expect, test } from 'vitest'
import { lineAndColumn, readJson } from './json-places.ts'

function placesIn(text: string) {
  const read = readJson(text)
  if (!read.ok) throw new Error(read.message)
  return read.places
}

const text = `{
  "rules": [
    { "name": "a", "condition": null },
    {
      "name": "b",
      "condition": "effect == \\"read\\" && \\u00e9 x"
    }
  ],
  "tests": []
}`

test.each([
  ['', '{'],
  ['rules', '['],
  ['rules.0.name', '"a"'],
  ['rules.0.condition', 'null'],
  ['rules.1', '{\n      "name": "b"'],
  ['rules.1.name', '"b"'],
  ['tests', '[]'],
])('an error at “%s” is shown where that value begins, and not elsewhere', (path, found) => {
  expect(text.slice(placesIn(text).placeOf(path)).startsWith(found)).toBe(true)
})

test('what is missing is shown at the value that lacks it', () => {
  const { placeOf } = placesIn(text)
  expect(placeOf('rules.1.verdict.more')).toBe(placeOf('rules.1'))
  expect(placeOf('nothing')).toBe(0)
})

test('a character of a condition is found behind escapes, which take more room in the text than in the value', () => {
  const condition = 'effect == "read" && é x'
  const { characterOf } = placesIn(text)
  const from = (piece: string) => text.slice(characterOf('rules.1.condition', condition.indexOf(piece)))
  expect(from('read').startsWith('read\\"')).toBe(true)
  expect(from('é').startsWith('\\u00e9')).toBe(true)
  expect(from('x').startsWith('x"')).toBe(true)
  expect(text[characterOf('rules.1.condition', 10_000)]).toBe('"')
  expect(characterOf('rules.0.condition', 5)).toBe(placesIn(text).placeOf('rules.0.condition'))
})

test.each([
  ['', 0],
  ['{"a": 1,}', 8],
  ['{"a" 1}', 5],
  ['{a: 1}', 1],
  ['[1 2]', 3],
  ['[01]', 1],
  ['[1', 2],
  ['{"a": "b\n"}', 6],
  ['{"a": "\\x"}', 7],
  ['{"a": tru}', 6],
  ['{} {}', 3],
])('%j is no JSON, and the fault is marked at its character', (broken, at) => {
  expect(readJson(broken)).toMatchObject({ ok: false, at })
  expect(() => JSON.parse(broken)).toThrow()
})

test('whatever JSON.parse takes is read', () => {
  for (const good of ['null', ' [ ] ', '{"a":{"b":[-1.5e+3,"\\u0041\\n",true,false,null,{}]}}', '"x"', '0']) {
    expect(() => JSON.parse(good)).not.toThrow()
    expect(readJson(good).ok, good).toBe(true)
  }
})

test('nesting that would overflow the stack is an error, not a crash', () => {
  expect(readJson('['.repeat(100_000))).toMatchObject({ ok: false, message: 'this is nested too deeply' })
})

test('lines and columns count from 1', () => {
  expect(lineAndColumn('ab\ncd', 0)).toEqual({ line: 1, column: 1 })
  expect(lineAndColumn('ab\ncd', 4)).toEqual({ line: 2, column: 2 })
  expect(lineAndColumn('ab\n', 3)).toEqual({ line: 2, column: 1 })
})
