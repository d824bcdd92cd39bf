import type { LanguageModelV4CallOptions } from '@ai-sdk/provider'
import { type Ability, finderName, readAbilities } from './ability.ts'
import { smallTalk, smallTalkWithRemark } from './answer/abilities.ts'
import { composeAnswer } from './answer/compose-answer.ts'
import { isOutcomes, tellOutcomes } from './answer/tell-outcomes.ts'
import { tellWithdrawal } from './answer/withdraw.ts'
import { makeCatalogue } from './catalogue.ts'
import { chooseOperation } from './choose-operation.ts'
import type { Request } from './clauses.ts'
import { type Call, readTurns } from './conversation.ts'
import { correctRejected } from './correct-rejected.ts'
import { isDelegation } from './delegated.ts'
import { foldRequests } from './fold-requests.ts'
import { stripFillers } from './lead.ts'
import { isTelling } from './letter.ts'
import { limits } from './limits.ts'
import { plain } from './lookup/look-up.ts'
import { planSteps, type Step } from './plan.ts'
import type { Setting } from './setting.ts'
import { viewText } from './text-view.ts'
import { contentStems, shorten } from './words.ts'

/** What this model does next: it says something, or it calls tools. */
export type Reply = { text: string; calls: readonly { toolName: string; input: Record<string, unknown> }[] }

/** The next step of a conversation. Pure: the same conversation, tools and time give the same step. */
export function decide(options: Pick<LanguageModelV4CallOptions, 'prompt' | 'tools' | 'toolChoice'>, now: Date): Reply {
  const turns = readTurns(options.prompt)
  const { abilities, canFind } = readAbilities(options.tools)
  const last = turns.at(-1)
  if (last === undefined) return say('What can I do for you?')
  const setting: Setting = { catalogue: makeCatalogue(abilities), turns, now, canFind }
  const mayCall = options.toolChoice?.type !== 'none' && last.calls.length < limits.callsInTurn
  if (isOutcomes(last.text)) return tellOrCorrect(last.text, setting, mayCall)
  if (last.calls.length === 0) {
    const talk = smallTalk(last.text, abilities, canFind)
    if (talk !== null) return say(talk)
    const withdrawal = tellWithdrawal(last.text, turns.slice(0, -1), (call) => isEffect(call, abilities))
    if (withdrawal !== null) return say(withdrawal)
  }
  const requests = foldRequests(setting)
  if (last.calls.length === 0 && requests.every((request) => isRemark(request, setting))) {
    const talk = smallTalkWithRemark(last.text, abilities, canFind)
    if (talk !== null) return say(talk)
  }
  const steps = planSteps(requests, setting)
  const calls = mayCall ? nextCalls(steps, setting) : []
  return calls.length > 0 ? { text: '', calls } : say(composeAnswer(steps, setting))
}

/** How actions ended; where one was rejected with words that say what would be right, that is asked for. */
function tellOrCorrect(outcomes: string, setting: Setting, mayCall: boolean): Reply {
  const corrected = correctRejected(setting)
  if (corrected === null) return say(tellOutcomes(outcomes))
  const calls = corrected.steps.flatMap((step) => (step.state === 'call' ? [{ toolName: step.toolName, input: step.input }] : []))
  if (calls.length > 0) return mayCall ? { text: '', calls } : say(tellOutcomes(outcomes))
  return say(`${tellOutcomes(outcomes)}\n\n${corrected.said}`)
}

/** What asks for nothing and answers no question. */
function isRemark(request: Request, { catalogue, now }: Setting): boolean {
  if (request.lead !== null || request.question || request.answers.length > 0 || isDelegation(request)) return false
  return chooseOperation(catalogue, request, viewText(request.text, now)) === null
}

function isEffect({ toolName }: Call, abilities: readonly Ability[]): boolean {
  const effect = abilities.find((ability) => ability.toolName === toolName)?.effect
  return effect !== undefined && effect !== 'read'
}

function say(text: string): Reply {
  return { text, calls: [] }
}

/** The calls to make now: first what brings operations for a request that none fits, then reads and what is ready. */
function nextCalls(steps: readonly Step[], { turns, canFind }: Setting): Reply['calls'] {
  const made = turns.at(-1)?.calls ?? []
  if (canFind && !made.some((call) => call.toolName === finderName)) {
    const query = steps.map(searchFor).find((one) => one !== null)
    if (query) return [{ toolName: finderName, input: { query } }]
  }
  const unknown = steps.find(
    (step) => step.state === 'cannot' && (step.resolved.request.lead !== null || step.resolved.request.question || steps.length === 1),
  )
  if (unknown !== undefined && canFind && !made.some((call) => call.toolName === finderName)) {
    const { text, core } = unknown.resolved.request
    const query = contentStems(core).length > 0 ? core : text
    return [{ toolName: finderName, input: { query: shorten(query, 200) } }]
  }
  const calls = steps.flatMap((step) => {
    if (step.state === 'call') return [{ toolName: step.toolName, input: step.input }]
    return step.state === 'look' ? [...step.reads] : []
  })
  const tried = new Set(made.map((call) => `${call.toolName} ${plain(call.input)}`))
  const fresh = new Map(calls.map((call) => [`${call.toolName} ${plain(call.input)}`, call]))
  return [...fresh]
    .filter(
      ([key, call]) =>
        !tried.has(key) ||
        steps.some((step) => step.state === 'call' && step.input === call.input && step.resolved.ability?.effect !== 'read'),
    )
    .map(([, call]) => call)
}

/** What to look for where a person is named or shall be told something, and no offered read finds who that is. */
function searchFor(step: Step): string | null {
  if (step.state !== 'ask') return null
  const { ability, missing, choice, notFound, request } = step.resolved
  const [field] = missing.filter(({ role }) => role === 'id' || role === 'email')
  if (ability === null || field === undefined || choice !== null || notFound.length > 0) return null
  const isNamed = step.resolved.namesSomebody || (field.role === 'email' && isTelling(ability))
  return isNamed ? shorten(`find ${field.noun.join(' ')} ${stripFillers(request.core)}`, 200) : null
}
