/** Longest wait that another system may ask for. */
const maxMs = 24 * 60 * 60 * 1000

/** Milliseconds that a Retry-After header asks to wait (RFC 9110, 10.2.3: seconds or an HTTP date), undefined where it says nothing readable. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined
  const text = header.trim()
  if (/^\d{1,9}$/.test(text)) return Math.min(Number(text) * 1000, maxMs)
  const at = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? undefined : Math.min(Math.max(0, at - now.getTime()), maxMs)
}
