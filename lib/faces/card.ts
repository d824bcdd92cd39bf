import { type ActionRow, type Hold, holdsOf, statusOf, type UndoLinks, undoLinks, withoutSecrets } from '#lib/actions/index.ts'
import { whyNotDecide, whyNotReject, whyNotResolve } from '#lib/approvals/index.ts'
import { type ConnectedOperation, loadOperation } from '#lib/connectors/index.ts'
import { type Effect, isSettled, mayMove, type Preview, type Via } from '#lib/core/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { changesOf, inputOf } from './card-changes.ts'
import { correctedBy, correctionOf } from './card-corrects.ts'
import { costOf, currencyFor } from './card-cost.ts'
import type { Card } from './card-data.ts'
import { editOf, editsOf, type KeptEdit } from './card-edit.ts'
import { grantsOf } from './card-grant.ts'
import { gravityOf } from './card-gravity.ts'
import { heldNote, heldOf } from './card-hold.ts'
import { type NotesContext, notesContext, notesFor } from './card-notes.ts'
import { fromOutside, outsideOf } from './card-outside.ts'
import { loadSigners, quorumOf, rulesOf, type Signer, waitsFor } from './card-signers.ts'
import { similarOf } from './card-similar.ts'
import { holdsPasskeyFor, stepUpOf } from './card-step-up.ts'
import { undoNotes, undoOf } from './card-undo.ts'
import { leavesOf, sentenceOf, wordsOf } from './value-text.ts'

interface CardContext {
  caller: Caller
  connected: ConnectedOperation | null
  /** People who could sign, by name. */
  signers: readonly Signer[]
  conversation: { id: string; title: string; ownerId: string } | null
  hold: Hold | null
  links: UndoLinks
  holdsPasskey: boolean
  /** The organisation's. */
  currency: string | null
  similar: Card['similar']
  corrected: ReadonlyMap<string, ActionRow>
  edits: ReadonlyMap<string, KeptEdit>
  notes: NotesContext
}

/** The cards of several actions for one reader, in their order, with one query for each kind of thing they name. */
export async function cardsOf(platform: Platform, caller: Caller, rows: readonly ActionRow[]): Promise<Card[]> {
  if (rows.length === 0) return []
  const conversationIds = [...new Set(rows.flatMap(({ conversationId }) => (conversationId === null ? [] : [conversationId])))]
  const [signers, conversations, connected, holds, links, holdsPasskey, currency, similar, corrected, edits, notes] = await Promise.all([
    rows.some((row) => statusOf(row) === 'awaiting_approval') ? loadSigners(platform) : [],
    platform.db.conversation.findMany({ where: { id: { in: conversationIds } }, select: { id: true, title: true, ownerId: true } }),
    Promise.all(rows.map(({ operation, connectionId }) => loadOperation(platform, { operation, connectionId }))),
    holdsOf(platform, rows),
    undoLinks(platform.db, rows),
    holdsPasskeyFor(platform, caller, rows),
    currencyFor(platform, rows),
    similarOf(platform, caller, rows),
    correctedBy(platform, caller, rows),
    editsOf(platform, rows),
    notesContext(platform, caller, rows),
  ])
  return rows.map((row, index) =>
    cardOf(row, {
      caller,
      connected: connected[index] ?? null,
      signers,
      conversation: conversations.find(({ id }) => id === row.conversationId) ?? null,
      hold: holds.get(row.id) ?? null,
      links,
      holdsPasskey,
      currency,
      similar: similar.get(row.id) ?? null,
      corrected,
      edits,
      notes,
    }),
  )
}

/** One action as the generic card shows it to one reader. Pure. */
export function cardOf(row: ActionRow, context: CardContext): Card {
  const { caller, connected, hold, links } = context
  const status = statusOf(row)
  const shown = withoutSecrets(row, connected?.operation ?? null)
  const said = saidOf(shown, connected)
  return {
    id: row.id,
    digest: row.digest,
    status,
    operation: row.operation,
    effect: row.effect as Effect,
    title: row.title,
    where: `${row.connection.title} · ${row.connection.environment}`,
    environment: row.connection.environment,
    gravity: gravityOf(row, connected?.confirmed ?? true),
    ...said,
    ...reasonsOf(shown, context),
    cost: costOf(row, context.currency, said),
    similar: context.similar,
    quorum: status === 'awaiting_approval' ? quorumOf(row) : null,
    waitsFor: status === 'awaiting_approval' ? waitsFor(row, caller, context.signers) : null,
    dueAt: status === 'awaiting_approval' ? (row.dueAt?.toISOString() ?? null) : null,
    note:
      [
        // Why it waits is over with the waiting.
        isSettled(status) ? null : row.waitingNote,
        row.clearedNote,
        heldNote(status, hold),
        ...((shown.preview as Preview | null)?.warnings ?? []),
        ...undoNotes(row, links),
      ]
        .filter(Boolean)
        .join(' ') || null,
    held: heldOf(status, hold),
    ...maysOf(row, shown, context),
    ...grantsOf(caller, row),
    ...undoOf(row, { caller, connected, links }),
    corrects: correctionOf(shown, context.corrected),
    edit: editOf(row, context.edits),
    notes: notesFor(row, caller, context.notes),
    decisions: row.decisions.map(decisionOf),
    attempts: row.attempts,
    settledAt: row.settledAt?.toISOString() ?? null,
    result: status === 'succeeded' ? resultText(shown.result) : null,
    error: isSettled(status) ? sentenceOf(shown.error) : null,
    known: status === 'outcome_unknown' ? knownOf(shown) : null,
    createdAt: row.createdAt.toISOString(),
  }
}

/** What will happen, in a sentence, on the button and row by row. */
function saidOf(shown: ActionRow, connected: ConnectedOperation | null): Pick<Card, 'sentence' | 'label' | 'changes' | 'input'> {
  const sentence = shown.summary || shown.title
  const outside = fromOutside(shown)
  return {
    sentence,
    label: connected?.operation.label?.(shown.input) ?? shown.title,
    changes: changesOf(shown.preview as Preview | null, shown.input, sentence, outside),
    input: inputOf(shown.input, outside),
  }
}

/** Who asks, where and why, what was read, and which rules say that someone is asked. */
function reasonsOf(shown: ActionRow, { caller, conversation }: CardContext) {
  return {
    asker: { name: shown.requestedBy.name, via: shown.requestedVia as Via },
    conversation:
      conversation === null ? null : { id: conversation.id, title: conversation.title, mine: conversation.ownerId === caller.personId },
    why: shown.reason,
    outside: outsideOf(shown),
    rules: rulesOf(shown),
    model: shown.modelLabel === null ? null : { label: shown.modelLabel, confidence: shown.confidence },
    after: shown.after.map(({ predecessor }) => ({
      id: predecessor.id,
      sentence: predecessor.summary || predecessor.title,
      status: statusOf(predecessor),
    })),
  }
}

/** What the reader may do with it now. */
function maysOf(row: ActionRow, shown: ActionRow, { caller, connected, holdsPasskey }: CardContext) {
  const status = statusOf(row)
  const waits = status === 'awaiting_approval'
  const whyNot = waits ? whyNotDecide(caller, row) : null
  return {
    mayDecide: waits && whyNot === null,
    mayReject: waits && whyNotReject(caller, row) === null,
    stepUp: whyNot === null ? stepUpOf(row, caller, holdsPasskey) : null,
    whyNot,
    mayCancel: mayMove(status, 'cancelled') && can(caller, 'action.cancel', { ownerId: row.requestedById }),
    mayRetry: status === 'failed' && can(caller, 'action.retry', { ownerId: row.requestedById }),
    mayResolve: status === 'outcome_unknown' && whyNotResolve(caller, row) === null,
    editSchema: whyNot === null && waits ? (connected?.operation.input.json ?? null) : null,
    inputValue: row.requestedById === caller.personId || waits ? shown.input : null,
  }
}

function decisionOf(decision: ActionRow['decisions'][number]): Card['decisions'][number] {
  return {
    name: decision.person.name,
    onBehalfOf: decision.onBehalfOf?.name ?? null,
    verdict: decision.verdict as 'approve' | 'reject' | 'edit',
    at: decision.at.toISOString(),
    comment: decision.comment,
    byKey: decision.apiKeyId !== null,
    signed: decision.signature !== null,
    void: decision.voidedAt !== null,
  }
}

function resultText(result: unknown): string | null {
  const leaves = leavesOf(result).slice(0, 6)
  if (leaves.length === 0) return null
  return leaves.map(({ path, text }) => (path === '' ? text : `${wordsOf(path)}: ${text}`)).join(' · ')
}

function knownOf(row: ActionRow): string {
  const said = sentenceOf(row.error) ?? 'The connection ended before an answer came.'
  const tries = row.attempts === 1 ? 'It was sent once.' : `It was sent ${row.attempts} times.`
  return `${tries} ${said}`
}
