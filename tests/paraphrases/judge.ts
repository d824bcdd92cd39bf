import type { MadeCall } from './converse.ts'

export interface Paraphrase {
  text: string | string[]
  /** The calls that must be made; `without` names inputs that must not be given. */
  expect: { operation: string; input: Record<string, unknown>; without?: string[] }[]
  /** Nothing may be called at all, not even a read. */
  none?: boolean
  /** A pattern for the last answer, and one that no part of it may fit. */
  says?: string
  never?: string
}

/** What is wrong with what a paraphrase led to; empty when all is right: every expected call, and no effect besides. */
export function judge({ expect, none, says, never }: Paraphrase, calls: readonly MadeCall[], said: string): string[] {
  const wrong: string[] = []
  const open = [...calls]
  for (const { operation, input, without = [] } of expect) {
    const place = open.findIndex(
      (call) => call.operation === operation && fits(input, call.input) && without.every((name) => call.input[name] === undefined),
    )
    if (place === -1) wrong.push(`wanted ${operation} ${JSON.stringify(input)}${without.map((name) => `, no ${name}`).join('')}`)
    else open.splice(place, 1)
  }
  for (const call of open) if (none || call.effect !== 'read') wrong.push(`unasked for: ${call.operation} ${JSON.stringify(call.input)}`)
  if (says !== undefined && !fits(says, said)) wrong.push(`wanted to hear ${says}, heard: ${said}`)
  if (never !== undefined && fits(never, said)) wrong.push(`did not want to hear ${never}, heard: ${said}`)
  return wrong
}

/** `/…/` in the wanted value is a pattern, an object a subset. */
function fits(wanted: unknown, given: unknown): boolean {
  if (typeof wanted === 'string') {
    const pattern = /^\/(.*)\/(i?)$/s.exec(wanted)
    if (pattern !== null)
      return new RegExp(pattern[1] ?? '', pattern[2]).test(typeof given === 'string' ? given : JSON.stringify(given ?? ''))
  }
  if (typeof wanted !== 'object' || wanted === null) return wanted === given
  if (typeof given !== 'object' || given === null) return false
  return Object.entries(wanted).every(([name, value]) => fits(value, (given as Record<string, unknown>)[name]))
}
