import type { FieldError } from '#lib/core/index.ts'

/** Deeper than any input that a person means, shallower than any stack. */
const maxDepth = 64
const maxErrors = 20

/**
 * What no schema says and no database takes: NUL and half characters in texts, numbers beyond a double, nesting without end,
 * and `__proto__`, which some code would follow. Answers where.
 */
export function checkJson(value: unknown): FieldError[] {
  const errors: FieldError[] = []
  walk(value, [], errors)
  return errors
}

/** Why a text cannot be kept, or null. */
export function whyNotText(text: string): string | null {
  if (text.includes('\0')) return 'a NUL character is not allowed'
  return text.isWellFormed() ? null : 'half a character (a lone surrogate) is not allowed'
}

function walk(value: unknown, path: readonly string[], errors: FieldError[]): void {
  if (errors.length >= maxErrors) return
  const say = (message: string) => errors.push({ path: path.join('.').toWellFormed().replaceAll('\0', '\ufffd'), message })
  if (typeof value === 'string') {
    const why = whyNotText(value)
    if (why !== null) say(why)
  } else if (typeof value === 'number') {
    if (!Number.isFinite(value)) say('this number is too large')
  } else if (typeof value === 'object' && value !== null) {
    if (path.length >= maxDepth) return void say(`nested deeper than ${maxDepth} levels`)
    for (const [key, member] of Object.entries(value)) {
      const why = key === '__proto__' ? 'this name is not allowed' : whyNotText(key)
      if (why !== null) say(why)
      walk(member, [...path, key], errors)
    }
  }
}
