/** As they stand in a form, named as the API names them. */
const limitNames = ['concurrency', 'ratePerSecond', 'keyTtlHours', 'deadlineMs', 'attempts'] as const
export type LimitName = (typeof limitNames)[number]
/** What is left out has no limit of its own. */
export type Limits = { readonly [name in LimitName]?: number | undefined }

/** Those of the limits that the form has: null for an empty field, NaN for what is no number. */
export function readLimits(form: FormData): { [name in LimitName]?: number | null } {
  const read = limitNames.flatMap((name) => {
    const text = form.get(name)
    return text === null ? [] : [[name, numberOf(String(text).trim(), name)] as const]
  })
  return Object.fromEntries(read)
}

/** What the field of a limit shows; the time for an answer is typed in seconds. */
export function shownLimit(limits: Limits, name: LimitName): string {
  const value = limits[name]
  if (value === undefined) return ''
  return String(name === 'deadlineMs' ? value / 1000 : value)
}

function numberOf(text: string, name: LimitName): number | null {
  if (text === '') return null
  return name === 'deadlineMs' ? Math.round(Number(text) * 1000) : Number(text)
}
