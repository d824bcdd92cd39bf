import { randomBytes } from 'node:crypto'

/** version 00, trace id, parent id, flags (W3C Trace Context, §3.2); later versions may have more behind. */
const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:$|-)/

/** 32 hex digits, not all zero in any lifetime. */
export function newTraceId(): string {
  return randomBytes(16).toString('hex')
}

/** The trace that a request belongs to, or a new one when it brings none that is well formed. */
export function traceIdOf(headers: Headers): string {
  return pattern.exec(headers.get('traceparent') ?? '')?.[1] ?? newTraceId()
}

/** The header that carries a trace on to another system, with a span of ours as the parent. */
export function traceparent(traceId: string): string {
  return `00-${traceId}-${randomBytes(8).toString('hex')}-01`
}
