import type { Ability } from '../ability.ts'
import type { Mention } from '../mentions/mention.ts'
import type { Segment, TextView } from '../text-view.ts'
import type { Field } from './field.ts'

/** What is being filled, from which text, and which stretches of it are spoken for. */
export interface FillState {
  ability: Ability
  view: TextView
  /** The verb that the clause begins with; its word fills nothing. */
  lead: string | null
  /** Stems of what ids of any offered operation are ids of. */
  idNouns: ReadonlySet<string>
  values: Map<Field, unknown>
  claimed: Set<Mention>
  /** Stretches that filled something, mentions or not. */
  spans: Segment[]
  /** Fields whose value was made from another field's. */
  derived: Set<Field>
  /** What was found but can't be taken, in plain words. */
  problems: string[]
}

export function claim(state: FillState, field: Field, value: unknown, span: Segment, mention?: Mention): void {
  state.values.set(field, value)
  state.spans.push({ start: span.start, end: span.end })
  if (mention !== undefined) state.claimed.add(mention)
}

/** Mentions of a kind that nothing has claimed: those before reported speech first. */
export function freeMentions<K extends Mention['kind']>(state: FillState, ...kinds: K[]): Extract<Mention, { kind: K }>[] {
  const free = state.view.mentions.filter(
    (mention): mention is Extract<Mention, { kind: K }> =>
      (kinds as string[]).includes(mention.kind) && !state.claimed.has(mention) && !isSpoken(state, mention),
  )
  const outside = free.filter((mention) => mention.start < state.view.speechStart)
  return [...outside, ...free.filter((mention) => mention.start >= state.view.speechStart)]
}

/** A name that another field has already taken as its word: "in German" is no person. */
function isSpoken(state: FillState, mention: Mention): boolean {
  return mention.kind === 'name' && state.spans.some((span) => span.start < mention.end && mention.start < span.end)
}
