/** What an address says after its `?`; a name can stand there several times. */
export type Search = Readonly<Record<string, string | string[] | undefined>>

/** The first value of a name, without what PostgreSQL takes no text with; undefined where nothing is said. */
export function searchValue(search: Search, name: string): string | undefined {
  const value = search[name]
  const first = (Array.isArray(value) ? value[0] : value)?.replaceAll('\0', '').trim().slice(0, 500)
  return first === '' ? undefined : first
}
