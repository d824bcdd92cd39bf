import { formatMoney, isMoney, money } from '#lib/core/index.ts'
import { type Compiled, compileExpression } from '#lib/platform/expression.ts'
import { moneyFunctions } from './money-functions.ts'

export type Evaluate = Extract<Compiled, { ok: true }>['evaluate']
export type Render = (values: Readonly<Record<string, unknown>>) => string

/** Thrown when an expression of an extension cannot be used; the message names the character. */
export class TemplateError extends Error {
  override readonly name = 'TemplateError'
}

/** An expression of an x-countersign extension, over these variables and with the money functions. Throws TemplateError. */
export function expression(text: string, variables: readonly string[]): Evaluate {
  const compiled = compileExpression(text, { functions: moneyFunctions, variables })
  if (!compiled.ok) throw new TemplateError(`"${text}" is not understood at character ${compiled.at + 1}: ${compiled.message}`)
  return compiled.evaluate
}

/** Text with `{expression}` in it, ready to be filled in. Throws TemplateError; filling in throws ExpressionError. */
export function template(text: string, variables: readonly string[]): Render {
  const parts = split(text).map((part) => (typeof part === 'string' ? part : expression(part.expression, variables)))
  return (values) => parts.map((part) => (typeof part === 'string' ? part : shown(part(values)))).join('')
}

/** A value as people read it: money as "49.90 EUR", text as it is, nothing for null, all else as JSON. */
export function shown(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  const amount = money.safeParse(value)
  if (isMoney(value) && amount.success) return formatMoney(amount.data)
  return JSON.stringify(value)
}

/** Braces and quotes inside an expression are its own. */
function split(text: string): (string | { expression: string })[] {
  const parts: (string | { expression: string })[] = []
  let start = 0
  let depth = 0
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (depth > 0 && quote !== '') {
      if (character === '\\') at += 1
      else if (character === quote) quote = ''
    } else if (depth > 0 && (character === '"' || character === "'")) {
      quote = character
    } else if (character === '{') {
      if (depth === 0) {
        parts.push(text.slice(start, at))
        start = at + 1
      }
      depth += 1
    } else if (character === '}' && depth > 0) {
      depth -= 1
      if (depth === 0) {
        parts.push({ expression: text.slice(start, at) })
        start = at + 1
      }
    }
  }
  if (depth > 0) throw new TemplateError(`"${text}" has a { without its }`)
  parts.push(text.slice(start))
  return parts
}
