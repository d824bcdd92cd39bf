import { type ActionRow, policyOf, statusOf } from '#lib/actions/index.ts'
import { mayAnswer, type NoteView, notesOf, whyNotAsk, whyNotDecide, whyNotHandOver, whyNotRemind } from '#lib/approvals/index.ts'
import type { Role } from '#lib/core/index.ts'
import { type Caller, callersNow } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import type { CardNotes } from './card-data.ts'

/** What cards need to show what was said about them. */
export interface NotesContext {
  notes: ReadonlyMap<string, readonly NoteView[]>
  /** To whom a card may be handed; empty where no reader could hand one over. */
  people: readonly Caller[]
  now: Date
}

/** One query for the notes of all cards, one for the people. */
export async function notesContext(platform: Platform, caller: Caller, rows: readonly ActionRow[]): Promise<NotesContext> {
  const mayHandOver = rows.some((row) => whyNotHandOver(caller, row) === null)
  const [notes, people] = await Promise.all([
    notesOf(
      platform,
      rows.map(({ id }) => id),
    ),
    mayHandOver ? callersNow(platform, platform.db, { roles: rolesAsked(rows) }) : [],
  ])
  return { notes, people, now: platform.clock.now() }
}

/** The roles that these cards ask for, and those that they were escalated to. */
function rolesAsked(rows: readonly ActionRow[]): Role[] {
  const requirements = rows.flatMap((row) => policyOf(row)?.requirements ?? [])
  return [...new Set(requirements.flatMap(({ role, also = [] }) => [role, ...also]))]
}

/** What was said about one action, and what the reader may say. Pure. */
export function notesFor(row: ActionRow, caller: Caller, { notes, people, now }: NotesContext): CardNotes {
  const said = notes.get(row.id) ?? []
  const waits = statusOf(row) === 'awaiting_approval'
  const lastAt = said.findLast(({ kind }) => kind === 'reminder')?.at
  const may = whyNotRemind(caller, row, { lastAt: null, now }) === null
  const liesWith = row.assigneeId === null ? null : (people.find(({ personId }) => personId === row.assigneeId)?.name ?? handedTo(said))
  return {
    items: said.map((note) => ({
      id: note.id,
      kind: note.kind,
      from: note.from?.name ?? null,
      to: note.to?.name ?? null,
      text: note.text,
      replyTo: note.replyTo,
      at: note.at,
      mayAnswer: mayAnswer(caller, row, { kind: note.kind, fromId: note.from?.id ?? null, toId: note.to?.id ?? null }),
    })),
    mayAsk: whyNotAsk(caller, row) === null,
    handTo:
      whyNotHandOver(caller, row) === null
        ? people
            .filter((person) => person.personId !== row.assigneeId && whyNotDecide(person, row) === null)
            .map(({ personId, name }) => ({ id: personId, name: personId === caller.personId ? `${name} (you)` : name }))
        : [],
    mayRemind: may,
    whyNotRemind: may ? whyNotRemind(caller, row, { lastAt: lastAt === undefined ? null : new Date(lastAt), now }) : null,
    liesWith: waits ? liesWith : null,
  }
}

function handedTo(said: readonly NoteView[]): string | null {
  return said.findLast(({ kind }) => kind === 'handover')?.to?.name ?? null
}
