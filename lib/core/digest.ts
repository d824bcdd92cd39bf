import { hashJson } from './json.ts'
import type { Preview } from './preview.ts'

/** Everything that a decision is bound to. Whatever changes here makes another digest, and old decisions void. */
export interface DigestParts {
  actionId: string
  operation: string
  operationVersion: string
  connectionId: string
  connectionRevision: number
  input: unknown
  preview: Preview
  requestedBy: string
}

/** `sha256:<hex>` over RFC 8785 of exactly these eight members. */
export function digestOf(parts: DigestParts): string {
  const { actionId, operation, operationVersion, connectionId, connectionRevision, input, preview, requestedBy } = parts
  return hashJson({ actionId, operation, operationVersion, connectionId, connectionRevision, input, preview, requestedBy })
}
