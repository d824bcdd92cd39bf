import canonicalize from 'canonicalize'
import type { Receipt } from '#lib/core/receipt.ts'
import { member } from '#lib/core/receipt-statement.ts'
import { sha256, textBytes, toHex } from './bytes.ts'
import { type Finding, fails, fits, open } from './check.ts'

/** Whether what the receipt shows is what the digest was made of: sha256 over RFC 8785 of the eight members that a decision is bound to. */
export async function checkDigest({ action, events }: Receipt): Promise<Finding> {
  const { id, operation, operationVersion, connection, input, preview, requestedBy, digest, erased, secretsMasked } = action
  if (erased !== null) return open(`What it was made of is no longer kept, so it cannot be recomputed. ${erased}`)
  if (digest === null || preview === null) {
    if (events.some((event) => typeof member(event, 'digest') === 'string'))
      return fails('The log knows a digest that this receipt leaves out.')
    return action.effect === 'read'
      ? fits('It only reads: nothing was shown to approve, so there is no digest, and the log knows of none.')
      : fits('It has no digest: it was not prepared far enough for anybody to decide on it.')
  }
  if (secretsMasked) return open('It was made of secrets too, which a receipt does not carry, so it cannot be recomputed here.')
  const text = canonicalize({
    actionId: id,
    operation,
    operationVersion,
    connectionId: connection.id,
    connectionRevision: connection.revision,
    input,
    preview,
    requestedBy: requestedBy.id,
  })
  const made = `sha256:${toHex(await sha256(textBytes(text ?? '')))}`
  return made === digest
    ? fits('Recomputed from what is shown here, the digest is the one on record: input and preview are exactly those.')
    : fails('What is shown here gives another digest: the input, the preview or another part is not what was decided on.')
}
