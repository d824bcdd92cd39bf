/** "40 s", "12 min", "3.5 h", "2.1 days": about how long. */
export function durationWords(seconds: number | null): string {
  if (seconds === null) return 'none'
  if (seconds < 90) return `${Math.round(seconds)} s`
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`
  if (seconds < 36 * 3600) return `${round(seconds / 3600)} h`
  return `${round(seconds / 86_400)} days`
}

/** "12 %"; of nothing: "none". */
export function shareWords(part: number, whole: number): string {
  if (whole === 0) return 'none'
  const share = (part / whole) * 100
  return share > 0 && share < 1 ? 'under 1 %' : `${Math.round(share)} %`
}

function round(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: 1 })
}
