/** Thrown while one operation is read: it cannot be offered, and the message says why, for people. */
export class LeftOut extends Error {
  override readonly name = 'LeftOut'
}

/** What of a document was not taken, and why. */
export interface LeftOutEntry {
  /** The operationId, or `GET /path`. */
  operation: string
  why: string
}
