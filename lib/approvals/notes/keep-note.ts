import { type ActionRow, lockAction, requireSight, statusOf } from '#lib/actions/index.ts'
import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import { type Telling, tellConversation, tellPeople } from '../tell-people.ts'
import { type NoteKind, type NoteView, noteViews } from './note-view.ts'

/** What every note takes. */
export interface Noting {
  actionId: string
  caller: Caller
  /** Runs in the transaction that makes the note. */
  within?: ((tx: Tx, noteId: string) => Promise<void>) | undefined
}

export interface NewNote {
  kind: Exclude<NoteKind, 'escalation'>
  /** The audit event; null: the caller's move has written it. */
  event: string | null
  telling: Pick<Telling, 'kind' | 'to' | 'sentence'>
  toId?: string | null
  text?: string
  replyTo?: string | null
}

/** Characters of a note. */
export const noteChars = 2_000

/**
 * Says something about a card that waits. `work` looks at the locked row, throws what speaks against it, and says what is kept: note,
 * audit event, and what people hear, in one transaction. Throws `not_found`, and `conflict` once it no longer waits.
 */
export async function addNote(
  platform: Platform,
  { actionId, caller, within }: Noting,
  work: (tx: Tx, row: ActionRow, noteId: string) => Promise<NewNote>,
): Promise<NoteView> {
  const id = platform.ids()
  return withTransaction(platform, async (tx) => {
    await within?.(tx, id)
    const row = await lockAction(tx, actionId)
    requireSight(caller, row)
    if (statusOf(row) !== 'awaiting_approval') {
      throw new AppError('conflict', `It no longer waits for a decision: it is ${row.status.replace('_', ' ')}.`, {
        extra: { status: row.status },
      })
    }
    const note = await work(tx, row, id)
    return writeNote(platform, tx, { id, row, caller, note })
  })
}

async function writeNote(
  platform: Platform,
  tx: Tx,
  { id, row, caller, note }: { id: string; row: ActionRow; caller: Caller; note: NewNote },
): Promise<NoteView> {
  const { kind, event, telling, toId = null, text = '', replyTo = null } = note
  const written = await tx.approvalNote.create({
    data: { id, actionId: row.id, kind, fromId: caller.personId, toId, text, replyTo, at: platform.clock.now() },
  })
  if (event !== null) {
    await recordAudit(tx, {
      kind: event,
      actor: { kind: 'person', id: caller.personId },
      subject: { kind: 'action', id: row.id },
      content: { noteId: id, to: toId, text, replyTo, ...(caller.apiKeyId === null ? {} : { apiKeyId: caller.apiKeyId }) },
      traceId: row.traceId,
    })
  }
  const { personId, name } = caller
  await tellPeople(platform, tx, { row, from: { personId, name }, key: `note/${id}`, ...telling })
  await tellConversation(platform, tx, row, { id, by: personId })
  const [view] = await noteViews(tx, [written])
  if (view === undefined) throw new TypeError('a note has no view')
  return view
}

/** The words of a note. Throws `invalid` where there are none, or too many. */
export function noteText(given: string | undefined, missing: string): string {
  const text = (given ?? '').trim()
  const message = text === '' ? missing : text.length > noteChars ? `At most ${noteChars} characters; this has ${text.length}.` : null
  if (message !== null) throw new AppError('invalid', message, { errors: [{ path: 'text', message }] })
  return text
}
