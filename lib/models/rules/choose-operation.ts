import type { Catalogue } from './catalogue.ts'
import type { Request } from './clauses.ts'
import { isGrounded } from './is-grounded.ts'
import { type Known, knownValue } from './lookup/known.ts'
import { type Ranked, rankOperations } from './rank-operations.ts'
import type { TextView } from './text-view.ts'

/** Below this score an operation does not fit what was asked. */
const leastScore = 2.6

/** How far behind the best another may be that has more to show for itself. */
const nearBest = 1.6

/** What it counts that "it" is a thing that an operation acts on, or that there is no such thing. */
const forIt = { known: 2.2, unknown: -3 }
const pointing = /\b(?:it|this|that one|this one|the same)\b/iu

/** The operation that a request means, null where nothing that is offered does what is asked. `known` are the ids named so far. */
export function chooseOperation(catalogue: Catalogue, request: Request, view: TextView, known: readonly Known[] = []): Ranked | null {
  const ranked = rankOperations(catalogue, request, view)
  const spoken = view.text.slice(0, view.speechStart)
  const latest = known.filter(({ noun }) => noun.length > 0).at(-1)
  if (latest !== undefined && pointing.test(spoken)) {
    for (const one of ranked) one.score += scoreForIt(one, latest)
    ranked.sort((left, right) => right.score - left.score)
  }
  const best = ranked[0]?.score ?? 0
  return ranked.find(({ score, ...one }) => score >= leastScore && score >= best - nearBest && isGrounded(one, request, view)) ?? null
}

function scoreForIt({ filled }: Ranked, latest: Known): number {
  const ids = filled.missing.filter(({ role }) => role === 'id')
  if (ids.length === 0) return 0
  return ids.some((field) => knownValue(field, [latest]) !== undefined) ? forIt.known : forIt.unknown
}
