import type { ActionRow } from '#lib/actions/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { differencesOf } from './card-corrects.ts'
import type { CardEdit } from './card-data.ts'

/** What the log keeps of a change: both inputs without their secrets. */
export interface KeptEdit {
  before: unknown
  after: unknown
  /** Not there in what was kept before a secret was looked for. */
  secretChanged?: boolean
}

/** The newest change that a person made of each of these actions, as the log keeps it, by the action's id: one query for all. */
export async function editsOf(platform: Pick<Platform, 'pool'>, rows: readonly ActionRow[]): Promise<Map<string, KeptEdit>> {
  const edited = rows.flatMap((row) => {
    const edit = newestEdit(row)
    return edit === undefined ? [] : [{ id: row.id, former: edit.digest }]
  })
  if (edited.length === 0) return new Map()
  const { rows: found } = await platform.pool.query<{ id: string; content: KeptEdit }>({
    name: 'newest_edits',
    text: `select distinct on (k.id) k.id, e.content
      from unnest($1::text[], $2::text[]) as k(id, former)
      join audit_event e on e."subjectKind" = 'action' and e."subjectId" = k.id
        and e.kind = 'action.edited' and e.content ->> 'former' = k.former
      order by k.id, e.at desc, e.id desc`,
    values: [edited.map(({ id }) => id), edited.map(({ former }) => former)],
  })
  return new Map(found.map(({ id, content }) => [id, content]))
}

/** What a person made of what was asked: who, and where it differs. Null where nobody changed it, or the log no longer says how. */
export function editOf(row: ActionRow, kept: ReadonlyMap<string, KeptEdit>): CardEdit | null {
  const [edit, content] = [newestEdit(row), kept.get(row.id)]
  if (edit === undefined || content === undefined) return null
  return {
    by: edit.person.name,
    onBehalfOf: edit.onBehalfOf?.name ?? null,
    differences: differencesOf(content.before, content.after),
    secret: content.secretChanged === true,
  }
}

function newestEdit({ decisions }: ActionRow) {
  return decisions.findLast(({ verdict }) => verdict === 'edit')
}
