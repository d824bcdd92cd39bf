import type { ModelMessage, UIMessageChunk } from 'ai'
import { whyNoTokens } from '#lib/actions/index.ts'
import { type ChosenModel, failureFacts, failureWords, modelFor, rulesModel } from '#lib/models/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { wishOf } from './asks-for-plan.ts'
import { foundIn, openCalls } from './model-messages.ts'
import { performCalls } from './perform-calls.ts'
import { saveProgress } from './save-progress.ts'
import { mergeSources } from './sources.ts'
import { ModelFailure, type StepRequest, streamStep } from './stream-step.ts'
import { systemPrompt } from './system-prompt.ts'
import { toolSet } from './toolbox.ts'
import { maxSteps } from './tunables.ts'
import type { TurnContext } from './turn-context.ts'
import type { TurnLog } from './turn-log.ts'
import { textChunks } from './ui-parts.ts'

/**
 * The turn's steps, from where it stands: the model speaks, its message is stored, then what it called for is asked,
 * and the answers are stored; until it calls for nothing more. Throws ModelFailure, TurnLost.
 */
export async function converse(platform: Platform, context: TurnContext, log: TurnLog, streamed: readonly UIMessageChunk[]) {
  const { turn, own } = context
  let chosen = modelFor(platform, turn.kind === 'user' ? 'turn' : 'background')
  let stepOpen = isStepOpen(streamed)
  if (streamed.length === 0) log.push(startChunk(platform, context, chosen.label))
  for (;;) {
    const calls = openCalls(own)
    if (calls.length > 0) {
      const { message, sources } = await performCalls(platform, context, calls, { log, model: chosen.label })
      own.push(message)
      context.sources = mergeSources(context.sources, sources)
      log.push({ type: 'finish-step' })
      stepOpen = false
      await save()
      continue
    }
    if (own.at(-1)?.role === 'assistant') return
    // What a lost worker had begun to say is taken back: it was never stored.
    log.push({ type: stepOpen ? 'reset-step' : 'start-step' })
    stepOpen = true
    const step = own.filter(({ role }) => role === 'assistant').length
    const said: ModelMessage = step >= maxSteps ? stopAfter(log, step) : await speak(step)
    own.push(said)
    if (openCalls(own).length === 0) log.push({ type: 'finish-step' })
    await save()
  }

  async function save(): Promise<void> {
    await log.store((tx) => saveProgress(platform, tx, context, chosen.label))
    // Not before: a transaction may be run twice until it is committed.
    context.tokens = { input: 0, output: 0 }
  }

  async function speak(step: number): Promise<ModelMessage> {
    const spent = chosen.provider === 'rules' ? null : await whyNoTokens(platform, context.caller)
    if (spent !== null) {
      chosen = rulesModel()
      log.push({ type: 'message-metadata', messageMetadata: { model: chosen.label } })
      log.push(...textChunks(`${step}-budget`, `${spent} The ${chosen.label} goes on.`))
    }
    const answer = await firstToAnswer(platform, chosen, stepRequest(platform, context, step), log)
    chosen = answer.chosen
    return answer.message
  }
}

type AnyStep = Omit<StepRequest, 'chosen'> & {
  /** For the rules model, which takes the words of asking for a plan as part of the wish. */
  plainMessages: ModelMessage[]
}

function stepRequest(platform: Platform, context: TurnContext, step: number): AnyStep {
  const { toolbox, own, caller } = context
  const offered = toolbox.offer({ text: context.text, recent: context.recent, found: foundIn(own) })
  context.offered = offered.map(({ name }) => name)
  return {
    instructions: systemPrompt({
      person: caller,
      organisation: context.organisation,
      now: platform.clock.now(),
      dryRun: context.turn.dryRun,
    }),
    messages: [...context.history, ...own],
    plainMessages: [...context.history.slice(0, -1), ...context.history.slice(-1).map((message) => plainly(message, context)), ...own],
    own,
    tools: toolSet(offered),
    step,
    onTokens: ({ input, output }) => {
      context.tokens = { input: context.tokens.input + input, output: context.tokens.output + output }
    },
  }
}

function plainly(message: ModelMessage, { turn }: TurnContext): ModelMessage {
  const wish = turn.kind === 'user' ? wishOf(turn.text) : null
  return wish === null ? message : { role: 'user', content: wish }
}

function said({ plainMessages, ...request }: AnyStep, chosen: ChosenModel): StepRequest {
  return { ...request, chosen, ...(chosen.provider === 'rules' ? { messages: plainMessages } : {}) }
}

/** The chosen model, or the rules model when it fails before its first word. */
async function firstToAnswer(platform: Platform, chosen: ChosenModel, request: AnyStep, log: TurnLog) {
  try {
    return { chosen, message: await streamStep(said(request, chosen), log) }
  } catch (error) {
    if (!(error instanceof ModelFailure) || error.started || chosen.provider === 'rules') throw error
    platform.log.warn({ ...failureFacts(error.cause), model: chosen.id }, 'a model did not answer; the rules model goes on')
    const instead = rulesModel()
    const notice = `${chosen.label} did not answer: ${failureWords(error.cause)}. The ${instead.label} goes on.`
    log.push({ type: 'reset-step' }, { type: 'message-metadata', messageMetadata: { model: instead.label } })
    log.push(...textChunks(`${request.step}-notice`, notice))
    return { chosen: instead, message: await streamStep(said(request, instead), log) }
  }
}

function startChunk(platform: Platform, { turn }: TurnContext, model: string): UIMessageChunk {
  const createdAt = platform.clock.now().toISOString()
  return { type: 'start', messageId: turn.id, messageMetadata: { turnId: turn.id, kind: turn.kind, createdAt, model } }
}

function stopAfter(log: TurnLog, steps: number): ModelMessage {
  const text = `I stopped after ${steps} steps without coming to an end. Tell me how to go on.`
  log.push(...textChunks(`${steps}-stop`, text))
  return { role: 'assistant', content: [{ type: 'text', text }] }
}

function isStepOpen(streamed: readonly UIMessageChunk[]): boolean {
  const last = (type: UIMessageChunk['type']) => streamed.findLastIndex((chunk) => chunk.type === type)
  return last('start-step') > last('finish-step')
}
