import type { MadeCall } from './converse.ts'

export interface Paraphrase {
  text: string | string[]
  expect: { operation: string; input: Record<string, unknown> }[]
}

/** What is wrong with the calls that a paraphrase led to; empty when all is right: every expected call, and no effect besides. */
export function judge({ expect }: Paraphrase, calls: readonly MadeCall[]): string[] {
  const wrong: string[] = []
  const open = [...calls]
  for (const { operation, input } of expect) {
    const place = open.findIndex((call) => call.operation === operation && fits(input, call.input))
    if (place === -1) wrong.push(`wanted ${operation} ${JSON.stringify(input)}`)
    else open.splice(place, 1)
  }
  for (const call of open) if (call.effect !== 'read') wrong.push(`unasked for: ${call.operation} ${JSON.stringify(call.input)}`)
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
