import {
  type ActionRow,
  grantWords,
  type Hold,
  holdsOf,
  policyOf,
  statusOf,
  type UndoLinks,
  undoLinks,
  votesOn,
  withoutSecrets,
} from '#lib/actions/index.ts'
import { whyNotDecide, whyNotGrant, whyNotResolve } from '#lib/approvals/index.ts'
import { type ConnectedOperation, loadOperation } from '#lib/connectors/index.ts'
import { type Effect, isSettled, mayMove, type Preview, type Role, type Via } from '#lib/core/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { countsFor, requirementsMet } from '#lib/policy/index.ts'
import { correctedBy, correctionOf } from './card-corrects.ts'
import type { Card, CardChange, CardTone } from './card-data.ts'
import { heldNote, heldOf } from './card-hold.ts'
import { type NotesContext, notesContext, notesFor } from './card-notes.ts'
import { holdsPasskeyFor, stepUpOf } from './card-step-up.ts'
import { undoNotes, undoOf } from './card-undo.ts'
import { leavesOf, sentenceOf, valueText, wordsOf } from './value-text.ts'

/** A text longer than this is folded on the card. */
const longText = 240

interface Signer {
  id: string
  name: string
  roles: Role[]
  teams: string[]
}

interface CardContext {
  caller: Caller
  connected: ConnectedOperation | null
  /** People who could sign, by name. */
  signers: readonly Signer[]
  conversation: { id: string; title: string; ownerId: string } | null
  hold: Hold | null
  links: UndoLinks
  holdsPasskey: boolean
  corrected: ReadonlyMap<string, ActionRow>
  notes: NotesContext
}

/** The cards of several actions for one reader, in their order, with one query for each kind of thing they name. */
export async function cardsOf(platform: Platform, caller: Caller, rows: readonly ActionRow[]): Promise<Card[]> {
  if (rows.length === 0) return []
  const conversationIds = [...new Set(rows.flatMap(({ conversationId }) => (conversationId === null ? [] : [conversationId])))]
  const [signers, conversations, connected, holds, links, holdsPasskey, corrected, notes] = await Promise.all([
    rows.some((row) => statusOf(row) === 'awaiting_approval') ? loadSigners(platform) : [],
    platform.db.conversation.findMany({ where: { id: { in: conversationIds } }, select: { id: true, title: true, ownerId: true } }),
    Promise.all(rows.map(({ operation, connectionId }) => loadOperation(platform, { operation, connectionId }))),
    holdsOf(platform, rows),
    undoLinks(platform.db, rows),
    holdsPasskeyFor(platform, caller, rows),
    correctedBy(platform, caller, rows),
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
      corrected,
      notes,
    }),
  )
}

async function loadSigners(platform: Platform): Promise<Signer[]> {
  const people = await platform.db.person.findMany({
    where: { active: true, roles: { hasSome: ['approver', 'admin'] } },
    select: { id: true, name: true, roles: true, teams: true },
    orderBy: { createdAt: 'asc' },
    take: 100,
  })
  return people.map((person) => ({ ...person, roles: person.roles as Role[] }))
}

/** One action as the generic card shows it to one reader. Pure. */
export function cardOf(row: ActionRow, context: CardContext): Card {
  const { caller, connected, signers, conversation, hold, links, holdsPasskey, corrected, notes } = context
  const status = statusOf(row)
  const shown = withoutSecrets(row, connected?.operation ?? null)
  const preview = shown.preview as Preview | null
  const mine = row.requestedById === caller.personId
  const whyNot = status === 'awaiting_approval' ? whyNotDecide(caller, row) : null
  const environment = row.connection.environment
  return {
    id: row.id,
    digest: row.digest,
    status,
    operation: row.operation,
    effect: row.effect as Effect,
    title: row.title,
    where: `${row.connection.title} · ${environment}`,
    gravity: gravityOf(row, connected),
    sentence: shown.summary || row.title,
    label: connected?.operation.label?.(shown.input) ?? row.title,
    changes: (preview?.changes ?? []).map(changeOf),
    input: leavesOf(shown.input),
    asker: { name: row.requestedBy.name, via: row.requestedVia as Via },
    conversation:
      conversation === null ? null : { id: conversation.id, title: conversation.title, mine: conversation.ownerId === caller.personId },
    why: shown.reason,
    quotes: [],
    outside: outsideOf(shown),
    rules: rulesOf(row),
    waitsFor: status === 'awaiting_approval' ? waitsFor(row, caller, signers) : null,
    dueAt: status === 'awaiting_approval' ? (row.dueAt?.toISOString() ?? null) : null,
    note:
      [row.waitingNote, row.clearedNote, heldNote(status, hold), ...(preview?.warnings ?? []), ...undoNotes(row, links)]
        .filter(Boolean)
        .join(' ') || null,
    held: heldOf(status, hold),
    after: row.after.map(({ predecessor }) => ({
      id: predecessor.id,
      sentence: predecessor.summary || predecessor.title,
      status: statusOf(predecessor),
    })),
    mayDecide: status === 'awaiting_approval' && whyNot === null,
    mayGrant: whyNot === null && mayGrant(caller, row),
    grant: grantOf(row),
    stepUp: whyNot === null ? stepUpOf(row, caller, holdsPasskey) : null,
    whyNot,
    mayCancel: mayMove(status, 'cancelled') && can(caller, 'action.cancel', { ownerId: row.requestedById }),
    mayRetry: status === 'failed' && can(caller, 'action.retry', { ownerId: row.requestedById }),
    mayResolve: status === 'outcome_unknown' && whyNotResolve(caller, row) === null,
    ...undoOf(row, { caller, connected, links }),
    corrects: correctionOf(shown, corrected),
    notes: notesFor(row, caller, notes),
    decisions: row.decisions.map((decision) => ({
      name: decision.person.name,
      onBehalfOf: decision.onBehalfOf?.name ?? null,
      verdict: decision.verdict as 'approve' | 'reject' | 'edit',
      at: decision.at.toISOString(),
      comment: decision.comment,
      byKey: decision.apiKeyId !== null,
      signed: decision.signature !== null,
      void: decision.voidedAt !== null,
    })),
    attempts: row.attempts,
    settledAt: row.settledAt?.toISOString() ?? null,
    result: status === 'succeeded' ? resultText(shown.result) : null,
    error: isSettled(status) ? sentenceOf(shown.error) : null,
    known: status === 'outcome_unknown' ? knownOf(shown) : null,
    editSchema: whyNot === null && status === 'awaiting_approval' ? (connected?.operation.input.json ?? null) : null,
    inputValue: mine || status === 'awaiting_approval' ? shown.input : null,
    createdAt: row.createdAt.toISOString(),
  }
}

function mayGrant(caller: Caller, row: ActionRow): boolean {
  return statusOf(row) === 'awaiting_approval' && can(caller, 'grant.make') && whyNotGrant(caller, row, policyOf(row)) === null
}

function grantOf(row: ActionRow): string | null {
  const grant = row.grantId === null ? undefined : policyOf(row)?.grant
  return grant === undefined ? null : grantWords(grant)
}

function gravityOf(row: ActionRow, connected: ConnectedOperation | null): { word: string; tone: CardTone } {
  if (connected !== null && !connected.confirmed) return { word: 'not confirmed yet', tone: 'wait' }
  if (row.effect === 'read') return { word: 'reads only', tone: 'plain' }
  return row.effect === 'irreversible' || !row.undoable
    ? { word: 'can’t be undone', tone: 'bad' }
    : { word: 'can be undone', tone: 'plain' }
}

function changeOf({ path, label, before, after }: Preview['changes'][number]): CardChange {
  const [from, to] = [before === null ? null : valueText(before), after === null ? null : valueText(after)]
  const long = (from ?? '').length > longText || (to ?? '').length > longText
  return {
    path,
    label: label === path ? wordsOf(path) : label,
    before: from,
    after: to,
    kind: from === null ? 'new' : to === null ? 'removed' : 'change',
    long,
  }
}

function outsideOf(row: ActionRow): Card['outside'] {
  if (!row.tainted) return []
  const sources = row.sources as { title: string; quote: string; actionId?: string }[]
  return sources.map(({ title, quote, actionId }) => ({ title, quote, href: actionId === undefined ? null : `/actions/${actionId}` }))
}

/** Why a person is asked, and who: "This cannot be undone: one approver, not Max Weber." */
function rulesOf(row: ActionRow): Card['rules'] {
  const policy = policyOf(row)
  const asked = (policy?.requirements ?? []).map(({ role, quorum, requesterExcluded, stepUp }) => {
    const who = quorum === 1 ? `one ${role}` : `${quorum} ${role}s`
    const whom = requesterExcluded ? `${who}, not ${row.requestedBy.name}` : who
    return stepUp === true ? `${whom}, with a passkey` : whom
  })
  const spoken = (policy?.rules ?? []).filter(({ verdict }) => verdict !== 'allow')
  return spoken.map(({ name, verdict, reason }, index) => {
    const last = index === spoken.length - 1 && verdict === 'require_approval' && asked.length > 0
    // The card sets rules one after the other and ends each itself.
    const plain = reason.replace(/\.$/, '')
    return { name, sentence: last ? `${plain}: ${asked.join(', and ')}` : plain }
  })
}

/** "Bea Moreau or one other approver", "you and 1 admin": who has to agree still. */
function waitsFor(row: ActionRow, caller: Caller, signers: readonly Signer[]): string {
  const excluded = [row.requestedById, ...row.editedBy]
  const votes = votesOn(row, row.digest)
  const open = requirementsMet(policyOf(row)?.requirements ?? [], votes, excluded).filter(({ met, quorum }) => met < quorum)
  const texts = open.map((requirement) => {
    const left = requirement.quorum - requirement.met
    const able = signers.filter(
      (signer) =>
        countsFor(
          requirement,
          { personId: signer.id, roles: signer.roles, teams: signer.teams, standsInFor: [], signed: true },
          excluded,
        ) && !votes.some(({ personId }) => personId === signer.id),
    )
    // The one whose own role it is comes first; an admin stands in for others.
    const sorted = [...able].sort((a, b) => rank(a, caller, requirement.role) - rank(b, caller, requirement.role))
    const [first] = sorted
    if (first === undefined)
      return `${left === 1 ? 'an' : left} ${requirement.role}${left === 1 ? '' : 's'}, and nobody holds that role yet`
    const name = first.id === caller.personId ? 'you' : first.name
    if (left > 1) return `${left} of ${able.length} ${requirement.role}s`
    if (able.length === 1) return name
    return `${name} or one other ${requirement.role}`
  })
  return texts.join(', and for ') || 'nobody: it moves on by itself'
}

function rank(signer: Signer, caller: Caller, role: Role): number {
  if (signer.id === caller.personId) return 0
  return signer.roles.includes(role) ? 1 : 2
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
