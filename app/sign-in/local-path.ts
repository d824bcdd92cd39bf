/** A path of our own to go on to after signing in; the first page for anything else, other sites above all. */
export function localPath(wanted: string | null | undefined): string {
  if (typeof wanted !== 'string' || !/^\/(?![/\\])/.test(wanted)) return '/'
  const base = 'http://here.invalid'
  if (!URL.canParse(wanted, base)) return '/'
  const { origin, pathname, search, hash } = new URL(wanted, base)
  if (origin !== base || /^\/(\/|sign-in(\/|$)|api\/)/.test(pathname)) return '/'
  return `${pathname}${search}${hash}`
}
