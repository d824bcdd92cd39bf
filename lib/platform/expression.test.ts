import { describe, expect, test } from 'vitest'
import { compileExpression, ExpressionError } from './expression.ts'

function evaluate(text: string, values: Record<string, unknown> = {}, options = {}): unknown {
  const compiled = compileExpression(text, options)
  if (!compiled.ok) throw new Error(`${compiled.message} at ${compiled.at}`)
  return compiled.evaluate(values)
}

describe('expressions', () => {
  test.each([
    ['input.count + 1', { input: { count: 41 } }, 42],
    ['input.count > 2.5', { input: { count: 3 } }, true],
    ['input.price * 2.0', { input: { price: 1.25 } }, 2.5],
    ['has(input.note) ? input.note : "none"', { input: {} }, 'none'],
    ['size(answer.items) > 0', { answer: { items: [{}] } }, true],
    ['answer.items[0]', { answer: { items: [{ id: 7, tags: ['a'] }] } }, { id: 7, tags: ['a'] }],
    ['requester.roles.exists(role, role == "admin")', { requester: { roles: ['member', 'admin'] } }, true],
    ['{"a": input.a, "b": [1, 2.5]}', { input: { a: 'x' } }, { a: 'x', b: [1, 2.5] }],
    ['"ada" in input.names', { input: { names: ['ada'] } }, true],
    ['input.gone == null', { input: { gone: null } }, true],
  ])('%s', (text, values, expected) => {
    expect(evaluate(text, values)).toEqual(expected)
  })

  test('a mistake is reported with the character it is at', () => {
    expect(compileExpression('input.a +')).toEqual({ ok: false, message: expect.stringContaining('EOF'), at: 9 })
    expect(compileExpression('1 + nonsense(2)')).toMatchObject({ ok: false, at: 4 })
    expect(compileExpression('true && inptu.a', { variables: ['input'] })).toMatchObject({ ok: false, at: 8 })
  })

  test('a missing key throws with its position instead of counting as false', () => {
    const attempt = () => evaluate('true && input.gone > 1', { input: {} })
    expect(attempt).toThrow(ExpressionError)
    expect(attempt).toThrow(/No such key: gone/)
  })

  test('regular expressions cannot hang the process: they are refused, wherever they stand', () => {
    for (const text of ['input.a.matches("(a+)+$")', 'true || [input.a].exists(x, x.matches("a"))', '{"k": "a".matches("a")}']) {
      expect(compileExpression(text)).toMatchObject({ ok: false, message: expect.stringContaining('regular expressions') })
    }
  })

  test('size and nesting are capped', () => {
    expect(compileExpression(`"${'x'.repeat(5000)}" == ""`)).toMatchObject({ ok: false, message: expect.stringContaining('4096') })
    expect(compileExpression('a.map(x, a.map(y, a.map(z, 1)))')).toMatchObject({ ok: false })
    expect(compileExpression('cel.bind(x, "a", x)')).toMatchObject({ ok: false })
    expect(compileExpression(`${'('.repeat(300)}1${')'.repeat(300)}`)).toMatchObject({ ok: false })
  })

  test('values beyond the caps are refused, not cut', () => {
    const all = Array.from({ length: 30_000 }, () => 1)
    expect(() => evaluate('size(a)', { a: all })).toThrow(/too large/)
    expect(() => evaluate('a.map(x, a.map(y, x * y))', { a: all.slice(0, 5000) })).toThrow(/too large/)
    expect(() => evaluate('size(text)', { text: 'x'.repeat(2 ** 20 + 1) })).toThrow(/too large/)
  })

  test('registered functions take and give plain values', () => {
    const seen: unknown[] = []
    const functions = {
      compare: (left: unknown, right: unknown) => {
        seen.push(left, right)
        return 1
      },
    }
    expect(evaluate('compare(input.a, {"n": 3}) > 0', { input: { a: 2 } }, { functions })).toBe(true)
    expect(seen).toEqual([2, { n: 3 }])
    expect(compileExpression('compare(1)', { functions })).toMatchObject({ ok: false })
  })

  test("what a function throws arrives as an error of the expression, not as the process's", () => {
    const functions = {
      fail: (_value: unknown) => {
        throw new Error('these are two currencies')
      },
    }
    expect(() => evaluate('fail(1)', {}, { functions })).toThrow(/two currencies/)
  })

  test('prototypes cannot be reached', () => {
    expect(() => evaluate('input.constructor', { input: {} })).toThrow()
    expect(() => evaluate('input.__proto__', { input: {} })).toThrow()
  })
})
