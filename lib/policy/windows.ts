import type { LateCall } from '#lib/platform/expression.ts'

export const windowScopes = ['requester', 'connection', 'everyone'] as const
export type WindowScope = (typeof windowScopes)[number]

/** `count('billing.pay_invoice', '24h', requester)` as a rule asks for it: what was asked for lately, and was not refused. */
export interface WindowCall {
  measure: 'count' | 'sum'
  glob: string
  hours: number
  scope: WindowScope
}

/** What the windows hold, by `windowKey`. One that is not there could not be read, and a rule that asks for it can't be evaluated. */
export interface Windows {
  get(key: string): number | undefined
}
export const noWindows: Windows = new Map()

/** What windows answered one action, by `windowKey`; null where one could not be read. */
export type WindowAnswers = Readonly<Record<string, number | null>>

/** The functions that rules may call, with the number of their arguments. */
export const windowFunctions = { count: 3, sum: 3 } as const

/** Longest window, in hours: 30 days. */
const mostHours = 720
const globText = /^[A-Za-z0-9_.*-]{1,100}$/

export function windowKey({ measure, glob, hours, scope }: WindowCall): string {
  return `${measure}(${glob}, ${hours}h, ${scope})`
}

/** A `windowKey` in words: `count of billing.pay_invoice, 24 h, requester`. Null for what is no such key. */
export function windowWords(key: string): { measure: WindowCall['measure']; words: string } | null {
  const [, measure, glob, hours, scope] = /^(count|sum)\((\S+), (\d+)h, (\w+)\)$/.exec(key) ?? []
  if (measure === undefined) return null
  const time = Number(hours) > 24 && Number(hours) % 24 === 0 ? `${Number(hours) / 24} d` : `${hours} h`
  return { measure: measure === 'sum' ? 'sum' : 'count', words: `${measure} of ${glob}, ${time}, ${scope}` }
}

/** The window that a call asks for, or what is wrong with it and at which character. */
export function windowCallOf({ name, args, at }: LateCall): WindowCall | { message: string; at: number } {
  const [glob, window, scope] = args
  if (glob === undefined || window === undefined || scope === undefined) return { message: `${name} takes three values`, at }
  if (!('literal' in glob) || typeof glob.literal !== 'string' || !globText.test(glob.literal)) {
    return { message: 'the first value is an operation in quotes, with * for any part of it', at: glob.at }
  }
  const hours = 'literal' in window ? hoursOf(window.literal) : null
  if (hours === null) return { message: 'the second value is a time in quotes, from "1h" to "30d"', at: window.at }
  const wanted = 'literal' in scope ? scope.literal : 'variable' in scope && scope.variable === 'requester' ? 'requester' : null
  if (!isScope(wanted)) return { message: 'the third value is "requester", "connection" or "everyone"', at: scope.at }
  return { measure: name === 'sum' ? 'sum' : 'count', glob: glob.literal, hours, scope: wanted }
}

/** The functions of one evaluation, over these windows. Throws where a window could not be read. */
export function windowAnswers(windows: Windows) {
  const answer = (measure: WindowCall['measure']) => (glob: unknown, window: unknown, scope: unknown) => {
    const hours = hoursOf(window)
    // The fact `requester` itself is taken for its own scope.
    const wanted = typeof scope === 'object' && scope !== null ? 'requester' : scope
    const key = hours === null || !isScope(wanted) ? null : windowKey({ measure, glob: String(glob), hours, scope: wanted })
    const found = key === null ? undefined : windows.get(key)
    if (found === undefined) throw new Error(`${key ?? measure} could not be read`)
    return found
  }
  return { count: answer('count'), sum: answer('sum') }
}

function isScope(value: unknown): value is WindowScope {
  return windowScopes.some((scope) => scope === value)
}

function hoursOf(window: unknown): number | null {
  const found = typeof window === 'string' ? /^([1-9]\d{0,2})(h|d)$/.exec(window) : null
  if (found === null) return null
  const hours = Number(found[1]) * (found[2] === 'd' ? 24 : 1)
  return hours <= mostHours ? hours : null
}
