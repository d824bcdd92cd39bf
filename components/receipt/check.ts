export type CheckName = 'digest' | 'approval' | 'passkey' | 'events' | 'place' | 'signature' | 'story' | 'statement'

/** One thing that was checked. `ok` null: it could not be checked, and `detail` says why. `detail` is one plain sentence. */
export interface Check {
  name: CheckName
  ok: boolean | null
  detail: string
}

/** What a check found, before it has its name. */
export type Finding = Omit<Check, 'name'>

export const fits = (detail: string): Finding => ({ ok: true, detail })
export const fails = (detail: string): Finding => ({ ok: false, detail })
export const open = (detail: string): Finding => ({ ok: null, detail })

/** `1 event`, `3 events`. */
export function count(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`
}
