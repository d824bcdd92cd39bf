import { z } from 'zod'
import type { Platform } from '#lib/platform/index.ts'
import { decodeCursor, type Page, pageOf } from '#lib/platform/index.ts'
import { type PersonView, toPersonView } from './person-view.ts'

/** People by name. `query` is part of a name or e-mail address. */
export async function listPeople(
  platform: Platform,
  { limit = 50, cursor, query }: { limit?: number; cursor?: string | undefined; query?: string | undefined } = {},
): Promise<Page<PersonView>> {
  const after = decodeCursor(cursor, z.tuple([z.string(), z.uuid()]))
  const words = query?.trim() ?? ''
  const rows = await platform.db.person.findMany({
    where: {
      AND: [
        words === ''
          ? {}
          : { OR: [{ name: { contains: words, mode: 'insensitive' } }, { email: { contains: words, mode: 'insensitive' } }] },
        after === undefined ? {} : { OR: [{ name: { gt: after[0] } }, { name: after[0], id: { gt: after[1] } }] },
      ],
    },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
    take: limit + 1,
  })
  return pageOf(rows, limit, (row) => [row.name, row.id], toPersonView)
}

/** Names of everyone who is active, to choose a colleague from: at most `limit`, by name. */
export function listColleagues(platform: Platform, { limit = 200 }: { limit?: number } = {}): Promise<{ id: string; name: string }[]> {
  return platform.db.person.findMany({ where: { active: true }, select: { id: true, name: true }, orderBy: { name: 'asc' }, take: limit })
}
