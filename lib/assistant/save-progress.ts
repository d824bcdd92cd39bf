import { type Platform, type Tx, toJson } from '#lib/platform/index.ts'
import { promptVersion } from './system-prompt.ts'
import type { TurnContext } from './turn-context.ts'

/** A message's place: a turn's own two, the person's first, so that a turn asked meanwhile does not come between. */
export function messageSequence(turnSequence: number, role: 'user' | 'assistant'): number {
  return turnSequence * 2 + (role === 'user' ? 0 : 1)
}

/** Stores what the model has said and heard so far. Its tool calls are asked for only after this. */
export async function saveProgress(platform: Platform, tx: Tx, context: TurnContext, model: string): Promise<void> {
  const { turn, own, sources, offered } = context
  const known = { model: toJson(own), sources: toJson(sources) }
  await tx.message.upsert({
    where: { id: turn.id },
    update: known,
    create: {
      id: turn.id,
      conversationId: turn.conversationId,
      turnId: turn.id,
      sequence: messageSequence(turn.sequence, 'assistant'),
      role: 'assistant',
      parts: [],
      createdAt: platform.clock.now(),
      ...known,
    },
  })
  const operations = offered.map((name) => context.toolbox.byName(name)?.connected.operation.name ?? name)
  await tx.turn.update({
    where: { id: turn.id },
    data: {
      model,
      promptVersion,
      tainted: sources.length + context.earlierSources.length > 0,
      ...(operations.length === 0 ? {} : { toolsOffered: operations }),
      inputTokens: { increment: context.tokens.input },
      outputTokens: { increment: context.tokens.output },
    },
  })
}
