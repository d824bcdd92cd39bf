import { isOutcomes } from './answer/tell-outcomes.ts'
import { chooseOperation } from './choose-operation.ts'
import { type Request, splitRequests } from './clauses.ts'
import type { Turn } from './conversation.ts'
import { stripFillers } from './lead.ts'
import { type Resolved, resolveRequests, saysSomething } from './resolve-request.ts'
import type { Setting } from './setting.ts'
import { viewText } from './text-view.ts'

/** How many turns back an open question is looked for. */
const turnsBack = 6

const answering =
  /^(?:yes|no|nope|yeah|yep|ok|okay|sure|right|correct|rather|instead|actually|make it|make that|use|take|it['’]?s|it is|its|that['’]?s|because|for|to|the (?:first|second|third|fourth|fifth|last|other)|say(?:ing)?)\b/iu
const correcting = /^(?:no|nope|not|sorry|actually|rather|instead|make (?:it|that)|change (?:it|that) to|i meant)\b|\binstead[.!]?$/iu

/** Whether a text changes what was asked for rather than asking for something. */
export function isCorrection(text: string): boolean {
  return correcting.test(stripFillers(text))
}

/** What the last turn asks for: its own requests, or those of an earlier turn that it completes or corrects. */
export function foldRequests(setting: Setting): Request[] {
  const { turns } = setting
  const first = Math.max(0, turns.length - turnsBack)
  let open: Request[] = []
  let asked: Request[] = []
  for (let index = first; index < turns.length; index += 1) {
    const turn = turns[index]
    if (turn === undefined || isOutcomes(turn.text)) continue
    const before = { ...setting, turns: turns.slice(0, index + 1) }
    const earlier = { ...setting, turns: turns.slice(0, index) }
    asked = requestsOf(turn, before, open, asked, earlier)
    if (index === turns.length - 1) return asked
    open = openRequests(resolveRequests(asked, before), turn)
  }
  return asked
}

function requestsOf(turn: Turn, setting: Setting, open: readonly Request[], asked: readonly Request[], earlier: Setting): Request[] {
  const fresh = splitRequests(turn.text, setting.catalogue.vocabulary)
  if (open.length > 0 && isAnswer(turn.text, fresh, setting))
    return open.map((request) => ({ ...request, answers: [...request.answers, turn.text] }))
  if (open.length === 0 && isCorrection(turn.text) && earlier.turns.length > 0) {
    const corrected = resolveRequests(asked, earlier).filter(
      (one) => one.ability !== null && one.ability.effect !== 'read' && saysSomething(one.ability, turn.text, setting),
    )
    if (corrected.length > 0) return corrected.map(({ request }) => ({ ...request, answers: [...request.answers, turn.text] }))
  }
  return fresh
}

/** An answer begins like one, or asks for nothing itself. */
function isAnswer(text: string, fresh: readonly Request[], setting: Setting): boolean {
  if (answering.test(text.trim())) return true
  return fresh.every((request) => request.lead === null && !request.question) || !fresh.some((request) => fitsSomething(request, setting))
}

/** Whether a request by itself names what it wants clearly enough to be a new one. */
function fitsSomething(request: Request, setting: Setting): boolean {
  const best = chooseOperation(setting.catalogue, request, viewText(request.text, setting.now))
  return best !== null && best.score >= clearScore
}

const clearScore = 4

/** Requests of a turn for which nothing was called: something was missing, or they wait for one of those. */
function openRequests(resolved: readonly Resolved[], turn: Turn): Request[] {
  const left = new Map<string, number>()
  for (const call of turn.calls) left.set(call.toolName, (left.get(call.toolName) ?? 0) + 1)
  return resolved
    .filter(({ ability }) => ability !== null)
    .filter(({ ability, missing, nothingToChange }) => {
      const name = ability?.toolName ?? ''
      const calls = left.get(name) ?? 0
      if (ability?.effect === 'read') return missing.length > 0
      if (calls > 0 && missing.length === 0 && !nothingToChange) {
        left.set(name, calls - 1)
        return false
      }
      return true
    })
    .map(({ request }) => request)
}
