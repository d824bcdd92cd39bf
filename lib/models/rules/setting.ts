import type { Catalogue } from './catalogue.ts'
import type { Turn } from './conversation.ts'

/** All that an answer is made from. The same setting gives the same answer. */
export interface Setting {
  catalogue: Catalogue
  /** All turns up to now; the last is the one that is answered. */
  turns: readonly Turn[]
  now: Date
  /** Whether more operations can be looked for. */
  canFind: boolean
}
