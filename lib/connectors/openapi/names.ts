/** `showBed`, `Beds.Show-v2`, `HTTPStatus` → `show_bed`, `beds_show_v2`, `http_status`. Empty when no letter or digit is in it. */
export function snakeCase(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
}

/** An operation's name without the connection's: the operationId, or method and path where there is none that can be written in ASCII. */
export function operationName(operationId: string | null, method: string, path: string): string {
  const name = (operationId === null ? '' : snakeCase(operationId)) || snakeCase(`${method} ${path}`)
  return /^[a-z]/.test(name) ? name : `${method.toLowerCase()}_${name}`
}

/** The name, or on a clash the name with `_2`, `_3`, …; remembers what it gave. */
export function uniqueName(name: string, taken: Set<string>): string {
  let unique = name
  for (let count = 2; taken.has(unique); count += 1) unique = `${name}_${count}`
  taken.add(unique)
  return unique
}

/** `show_bed` → `Show bed`, for operations without a summary and fields without a title. */
export function humanized(name: string): string {
  const words = snakeCase(name).replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
