/** Where a connection's page is. One that is called like the page that makes them goes by its id. */
export function connectionHref({ id, name }: { id: string; name: string }): string {
  return `/admin/connections/${name === 'new' ? id : name}`
}
