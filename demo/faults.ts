import { Refusal } from './refusal.ts'

export const faultModes = ['500', '429', 'timeout', 'slow', 'drop_before', 'drop_after', 'garbage'] as const
export type FaultMode = (typeof faultModes)[number]

export interface Fault {
  path: string
  /** `*`: any; `!GET`: any but that. */
  method: string
  mode: FaultMode
  count: number
}

/** Faults that wait for their requests; the oldest that fits is used first. They are gone when the process ends. */
export interface Faults {
  add(fault: Fault): void
  /** Takes one use of the oldest fault for this HTTP request. */
  takeHttp(method: string, path: string): FaultMode | null
  /** Takes one use of the oldest fault for the mail server. */
  takeMail(): FaultMode | null
  list(): Fault[]
  clear(): void
}

export function createFaults(): Faults {
  let faults: Fault[] = []
  const take = (fits: (fault: Fault) => boolean): FaultMode | null => {
    const found = faults.find(fits)
    if (found === undefined) return null
    found.count -= 1
    faults = faults.filter(({ count }) => count > 0)
    return found.mode
  }
  return {
    add: (fault) => void faults.push({ ...fault }),
    takeHttp: (method, path) => take((fault) => fault.path !== 'smtp' && fitsMethod(fault, method) && fitsPath(fault, path)),
    takeMail: () => take(({ path }) => path === 'smtp'),
    list: () => faults.map((fault) => ({ ...fault })),
    clear() {
      faults = []
    },
  }
}

function fitsMethod(fault: Fault, method: string): boolean {
  if (fault.method.startsWith('!')) return fault.method !== `!${method}`
  return fault.method === '*' || fault.method === method
}

/** A path as it is requested, or with `{name}` for one segment. */
function fitsPath(fault: Fault, path: string): boolean {
  if (fault.path === '*' || fault.path === path) return true
  const wanted = fault.path.split('/')
  const given = path.split('/')
  return wanted.length === given.length && wanted.every((segment, index) => segment === given[index] || /^\{\w+\}$/.test(segment))
}

/** A fault as it is sent to `PUT /_faults`; path and method default to any, count to 1. */
export function parseFault(value: unknown): Fault {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal(422, 'A fault is an object {path, method, mode, count}.')
  const { path = '*', method = '*', mode, count = 1 } = value as Record<string, unknown>
  const found = faultModes.find((known) => known === String(mode))
  if (found === undefined) throw new Refusal(422, `mode is one of ${faultModes.join(', ')}.`)
  if (typeof path !== 'string' || !(path === '*' || path === 'smtp' || path.startsWith('/'))) {
    throw new Refusal(422, 'path is "*", "smtp", or a path that begins with "/".')
  }
  if (typeof method !== 'string') throw new Refusal(422, 'method is a text, like "POST", "!GET" or "*".')
  if (!Number.isInteger(count) || Number(count) < 1) throw new Refusal(422, 'count is a whole number above 0.')
  return { path, method: method.toUpperCase(), mode: found, count: Number(count) }
}
