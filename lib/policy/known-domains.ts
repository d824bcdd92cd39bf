import { gather, type Platform, perPlatform } from '#lib/platform/index.ts'

/** Those of the domains that are no strangers: an action reached them before, or the address of someone who works here has them. */
const read = perPlatform((platform: Platform) =>
  gather<readonly string[], ReadonlySet<string>>(
    async (asked) => {
      const { rows } = await platform.pool.query<{ domain: string }>({
        name: 'known_domains',
        text: `select d.domain from unnest($1::text[]) as d(domain)
          where exists (select 1 from action a where a.status = 'succeeded' and a."recipientDomains" @> array[d.domain])
            or exists (select 1 from person p where p.active and split_part(p.email, '@', 2) = d.domain)`,
        values: [[...new Set(asked.flat())]],
      })
      const known = new Set(rows.map(({ domain }) => domain))
      return asked.map(() => known)
    },
    { most: 50, atOnce: 2 },
  ),
)

/** Those who ask at the same moment share the statement. What cannot be read is not known. */
export async function knownDomains(platform: Platform, domains: readonly string[]): Promise<ReadonlySet<string>> {
  if (domains.length === 0) return new Set()
  try {
    return await read(platform)(domains)
  } catch (error) {
    platform.log.warn({ error }, 'who is a new recipient could not be looked up: all count as new')
    return new Set()
  }
}
