import type { ModelMessage, UIMessageChunk } from 'ai'
import { AppError } from '#lib/core/index.ts'
import { type Caller, callerAgain } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { loadOrganisation, type Organisation } from '#lib/policy/index.ts'
import type { ClaimedTurn } from './claim-turn.ts'
import { loadHistory } from './history.ts'
import { outcomesMessage } from './outcomes-message.ts'
import { outcomesMark } from './outside-results.ts'
import { mergeSources, type Source } from './sources.ts'
import { openToolbox, type Toolbox } from './toolbox.ts'

/** All that a turn stands on while it runs. What is marked as own is stored step by step, so that another worker can go on. */
export interface TurnContext {
  turn: ClaimedTurn
  caller: Caller
  organisation: Organisation
  toolbox: Toolbox
  /** What the turn is about, to rank tools by. */
  text: string
  /** Operations used lately in this conversation, the newest first. */
  recent: string[]
  history: ModelMessage[]
  earlierSources: Source[]
  /** Own: what the model said and heard in this turn. */
  own: ModelMessage[]
  /** Own: outside content that came in with this turn. */
  sources: Source[]
  /** Tool names of the step under way. */
  offered: string[]
  /** What model calls have cost since it was last stored. */
  tokens: { input: number; output: number }
}

/** Throws `forbidden` when the person may no longer talk to the assistant. */
export async function openContext(platform: Platform, turn: ClaimedTurn): Promise<TurnContext> {
  const [{ ownerId }, stored, history, recent, organisation] = await Promise.all([
    platform.db.conversation.findUniqueOrThrow({ where: { id: turn.conversationId }, select: { ownerId: true } }),
    platform.db.message.findUnique({ where: { id: turn.id } }),
    loadHistory(platform, turn),
    recentOperations(platform, turn.conversationId),
    loadOrganisation(platform),
  ])
  const caller = await callerAgain(platform, { personId: ownerId, apiKeyId: turn.apiKeyId })
  if (caller === null) throw new AppError('forbidden', 'The account or the key that asked is switched off, so nothing is done for it.')
  const opening = turn.kind === 'background' && stored === null ? await outcomesMessage(platform, turn.outcomes) : null
  return {
    turn,
    caller,
    organisation,
    toolbox: await openToolbox(platform, caller),
    text: talkedAbout(history.messages, turn.text),
    recent,
    history: turn.kind === 'user' ? [...history.messages, { role: 'user', content: turn.text }] : history.messages,
    earlierSources: history.sources,
    own: stored === null ? (opening === null ? [] : [opening.message]) : (stored.model as unknown as ModelMessage[]),
    sources: mergeSources(opening?.sources ?? [], (stored?.sources ?? []) as unknown as Source[]),
    offered: [],
    tokens: { input: 0, output: 0 },
  }
}

async function recentOperations(platform: Platform, conversationId: string): Promise<string[]> {
  const rows = await platform.db.action.findMany({
    where: { conversationId },
    orderBy: { createdAt: 'desc' },
    take: 20,
    select: { operation: true },
  })
  return [...new Set(rows.map(({ operation }) => operation))]
}

/** The person's words, with those just before them: "yes, that one" alone says nothing about the tool that is needed. */
function talkedAbout(history: readonly ModelMessage[], text: string): string {
  const said = history.flatMap(({ role, content }) =>
    role === 'user' && typeof content === 'string' && !content.startsWith(outcomesMark) ? [content] : [],
  )
  return [text, text, ...said.slice(-2)].join('\n')
}

export interface StoredChunks {
  chunks: UIMessageChunk[]
  nextIndex: number
}

/** What the turn has streamed so far. */
export async function storedChunks(platform: Platform, turnId: string): Promise<StoredChunks> {
  const rows = await platform.db.turnChunk.findMany({ where: { turnId }, orderBy: { index: 'asc' } })
  return {
    chunks: rows.flatMap(({ chunks }) => chunks as unknown as UIMessageChunk[]),
    nextIndex: (rows.at(-1)?.index ?? -1) + 1,
  }
}
