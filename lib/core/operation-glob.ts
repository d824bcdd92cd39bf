import { z } from 'zod'

/** A pattern of operation names, as rules and connections write it. */
export const operationGlob = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9_.*-]+$/, 'an operation name, with * for any part of it')

/**
 * Whether an operation's name fits a glob: `*` is any run of characters, dots too, and nothing else is special.
 * Takes time in proportion to both lengths at worst; a regular expression could be made to hang.
 */
export function matchesGlob(glob: string, name: string): boolean {
  let at = 0
  let inGlob = 0
  let star = -1
  let resume = 0
  while (at < name.length) {
    if (glob[inGlob] === '*') {
      star = inGlob++
      resume = at
    } else if (glob[inGlob] === name[at]) {
      inGlob++
      at++
    } else if (star >= 0) {
      // The last star takes one character more; earlier stars never have to be looked at again.
      inGlob = star + 1
      at = ++resume
    } else {
      return false
    }
  }
  while (glob[inGlob] === '*') inGlob++
  return inGlob === glob.length
}
