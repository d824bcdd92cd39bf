import type { FieldError } from '#lib/core/errors.ts'

/** Why a command did nothing: one sentence, and the fields it is about. `at` is the character in a text, where one is known. */
export interface Refusal {
  problem: string
  errors: (FieldError & { at?: number })[]
}

export type Answered<Made = void> = { made: Made } | Refusal
