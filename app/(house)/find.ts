'use server'

import { z } from 'zod'
import type { PaletteItem } from '#components/frame/command-palette.tsx'
import { statusWords } from '#components/status-words.ts'
import { listActions } from '#lib/actions/index.ts'
import { listOperations } from '#lib/connectors/index.ts'
import { getPlatform } from '#lib/platform/index.ts'
import { requireCaller } from '../_session.ts'

const most = 8

/** Actions and operations by a few letters, for the palette: only what the caller may see. */
export async function findAnything(text: string): Promise<{ heading: string; items: PaletteItem[] }[]> {
  const caller = await requireCaller()
  const parsed = z.string().max(200).safeParse(text)
  if (!parsed.success) return []
  const query = parsed.data
  const platform = getPlatform()
  const [actions, operations] = await Promise.all([
    listActions(platform, caller, { query, limit: most }),
    listOperations(platform, { query, person: caller }),
  ])
  return [
    {
      heading: 'Actions',
      items: actions.items.map((row) => ({
        id: `/actions/${row.id}`,
        label: row.summary,
        hint: statusWords[row.status as keyof typeof statusWords],
      })),
    },
    {
      heading: 'Operations',
      items: operations.slice(0, most).map(({ operation, connection }) => ({
        id: `/actions?operation=${encodeURIComponent(operation.name)}`,
        label: operation.title,
        hint: connection.title,
        keywords: [operation.name],
      })),
    },
  ]
}
