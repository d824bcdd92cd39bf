import { isDelegation } from '../delegated.ts'
import { isIdleWord } from '../is-grounded.ts'
import { lost, type Step } from '../plan.ts'
import { rankOperations } from '../rank-operations.ts'
import type { Setting } from '../setting.ts'
import { viewText } from '../text-view.ts'
import { capitalise, contentStems, shorten } from '../words.ts'
import { tellCannot } from './abilities.ts'
import { askFor } from './ask-for.ts'
import { periodAsked } from './by-time.ts'
import { describeResult } from './describe-result.ts'
import { showLine } from './plain-text.ts'
import { endSentence } from './tell-outcomes.ts'

type Done = Extract<Step, { state: 'done' }>

/** The whole answer of a turn once there is nothing more to call: what was read, what waits, what happened, what is missing. */
export function composeAnswer(steps: readonly Step[], setting: Setting): string {
  const done = steps.filter((step): step is Done => step.state === 'done')
  const reads = done.filter((step) => step.resolved.ability?.effect === 'read')
  const effects = done.filter((step) => step.resolved.ability?.effect !== 'read')
  const asked = steps.filter((step) => step.state === 'ask')
  const parts = [
    ...reads.map((step) => tellRead(step, setting)),
    tellEffects(effects),
    ...[...effects, ...asked, ...reads].flatMap((step) => step.resolved.notes.map(showLine)),
    tellReplaced(effects, setting),
    asked.length > 0 ? askFor(asked.map((step) => step.resolved)) : '',
    ...tellHeld(steps),
    ...steps.flatMap((step) => (step.state === 'unclear' ? [tellUnclear(step)] : [])),
    ...tellCannots(steps, setting),
  ]
  const said = parts.filter((part) => part !== '')
  return said.length > 0 ? said.join('\n\n') : 'I could not find out what to do with this. Say it in other words, or ask what I can do.'
}

function tellRead({ resolved, call }: Done, { now }: Setting): string {
  const { ability, request } = resolved
  const { outcome } = call
  if (ability === null || outcome === null) return ''
  if (lost.has(outcome.status))
    return `I could not read this (${showLine(ability.title)}): ${endSentence(showLine(outcome.error ?? 'no reason was given'))}`
  const problems = resolved.problems.map((problem) => `${endSentence(capitalise(problem))}\n\n`).join('')
  const isTold = [...resolved.values.keys()].some(({ role }) => role === 'date' || role === 'moment')
  return `${problems}${describeResult(ability, outcome, request.text, isTold ? null : periodAsked(request.text, now))}`
}

function tellEffects(effects: readonly Done[]): string {
  const waiting = effects.filter((step) => step.call.outcome?.status === 'awaiting_approval')
  const held = effects.filter((step) => step.call.outcome?.status === 'queued' && step.call.outcome.waitsFor !== null)
  const others = effects.filter((step) => !waiting.includes(step) && !held.includes(step))
  return [...others.map(tellSettled), tellWaiting(waiting), ...held.map(tellSettled)].filter((part) => part !== '').join('\n\n')
}

/** A corrected request does not take the earlier one back: only a person can. */
function tellReplaced(effects: readonly Done[], { turns }: Setting): string {
  const earlier = turns.slice(0, -1).flatMap((turn) => turn.calls)
  const isWaiting = effects.some(
    ({ resolved, call }) =>
      resolved.request.answers.length > 0 &&
      earlier.some((other) => other.toolName === call.toolName && other.outcome?.status === 'awaiting_approval'),
  )
  return isWaiting ? 'What I asked for before still waits too: withdraw it on its card if it is no longer wanted.' : ''
}

const counts = ['No', 'One', 'Two', 'Three', 'Four', 'Five', 'Six', 'Seven', 'Eight']

function tellWaiting(waiting: readonly Done[]): string {
  const [first] = waiting
  if (first === undefined) return ''
  const who = (first.call.outcome?.waitsFor ?? 'an approval').replaceAll('other than who asked', 'other than you')
  if (waiting.length === 1) return `This waits for ${showLine(who)}: ${endSentence(whatOf(first))} I tell you when it is settled.`
  const inOrder = waiting.some((step) => Array.isArray(step.call.input._after))
  return [
    `${counts[waiting.length] ?? waiting.length} things${inOrder ? ', in this order' : ''}. They wait for ${showLine(who)}; nothing happens before that.`,
    '',
    ...waiting.map((step, index) => `${index + 1}. ${endSentence(whatOf(step))}`),
    '',
    'I tell you when they are settled.',
  ].join('\n')
}

function whatOf({ call, resolved }: Done): string {
  return showLine(call.outcome?.summary ?? resolved.ability?.title ?? call.toolName)
}

function tellSettled(step: Done): string {
  const what = whatOf(step).replace(/\.$/u, '')
  const outcome = step.call.outcome
  const why = outcome?.error ? ` ${endSentence(showLine(outcome.error))}` : ''
  switch (outcome?.status) {
    case 'succeeded':
      return `Done: ${what}.`
    case 'planned':
      return plannedWords(what, outcome.verdict, outcome.reasons)
    case 'denied':
      return `I may not do this: ${what}.${why} Nothing was changed.`
    case 'rejected':
    case 'expired':
    case 'cancelled':
    case 'failed':
      return `This did not work: ${what}.${why}`
    case 'outcome_unknown':
      return `It is not known whether this happened: ${what}.${why} A person has to check it in the inbox.`
    case 'queued':
      if (outcome.waitsFor !== null) return `After that, by itself: ${what}.`
      return `Under way: ${what}. I tell you when it is settled.`
    default:
      return `Under way: ${what}. I tell you when it is settled.`
  }
}

/** In a plan nothing happens: what would, and who would be asked. */
function plannedWords(what: string, verdict: string | null, reasons: readonly string[]): string {
  const why = reasons.length === 0 ? '' : ` ${reasons.map((reason) => endSentence(showLine(reason))).join(' ')}`
  if (verdict === 'deny') return `I would not be allowed to: ${what}.${why}`
  if (verdict === 'require_approval') return `I would ask for this, and it would wait for an approval: ${what}.${why}`
  return `I would do this at once: ${what}.`
}

function tellHeld(steps: readonly Step[]): string[] {
  return steps.flatMap((step) => {
    if (step.state !== 'held') return []
    const title = showLine(step.resolved.ability?.title ?? '')
    const by = steps[step.by]
    if (by?.state === 'done') return [`So I did not ask for what was to follow: ${title}.`]
    return by?.state === 'ask' ? [`“${title}” comes after that.`] : []
  })
}

/** A remark beside a request that was understood is no request that was not. */
function isWorthSaying(step: Step, steps: readonly Step[]): boolean {
  const { request } = step.resolved
  return request.lead !== null || request.question || steps.every((other) => other.state === 'cannot')
}

/** What can't be done: of the person's own requests each, of what a document asks one sentence for all. */
function tellCannots(steps: readonly Step[], setting: Setting): string[] {
  const all = steps.filter((step) => step.state === 'cannot')
  const delegations = all.filter((step) => isDelegation(step.resolved.request) && !step.resolved.request.question)
  const read = delegations.some((step) => step.resolved.request.quote !== undefined)
  const own = all.filter((step) => step.resolved.request.quote === undefined && !delegations.includes(step) && isWorthSaying(step, steps))
  const others = all.filter((step) => step.resolved.request.quote !== undefined && !delegations.includes(step))
  return [
    ...own.map((step) => cannot(step, setting)),
    ...(read ? ['I found nothing in it that it asks for and that I could do.'] : []),
    ...(delegations.length > 0 && !read ? ['What shall I go by? Name it with its number, and I read it first.'] : []),
    ...(others.length > 0 ? [`I can’t do ${others.length < steps.filter(isDelegated).length ? 'the rest of ' : ''}what it asks.`] : []),
  ]
}

function isDelegated(step: Step): boolean {
  return step.resolved.request.quote !== undefined
}

function tellUnclear({ resolved }: Step): string {
  const { ability, request } = resolved
  const what = request.after === null || request.after === '' ? '' : ` (“${showLine(request.after)}”)`
  return `I have not asked for “${showLine(ability?.title ?? '')}”: I know of nothing here that it is to come after${what}. Say it without that, or ask for both.`
}

function cannot(step: Step, setting: Setting): string {
  const { request } = step.resolved
  const said = new Set(contentStems(request.core))
  const near = rankOperations(setting.catalogue, request, viewText(request.text, setting.now)).filter(
    ({ ability, score }) => score > 0 && [...ability.told].some((word) => said.has(word) && !isIdleWord(word)),
  )
  return tellCannot(
    shorten(request.text.replace(/[\s.,;:]+$/u, ''), 120),
    near.map((ranked) => ranked.ability),
  )
}
