import type { Ability } from './ability.ts'
import type { Field } from './fields/field.ts'
import { fillChoices } from './fields/fill-choice.ts'
import { fillIds } from './fields/fill-id.ts'
import { fillLists } from './fields/fill-list.ts'
import { fillMoney } from './fields/fill-money.ts'
import { fillNumbers } from './fields/fill-number.ts'
import { fillPlain } from './fields/fill-plain.ts'
import type { FillState } from './fields/fill-state.ts'
import { fillWords } from './fields/fill-words.ts'
import type { Mention } from './mentions/mention.ts'
import type { TextView } from './text-view.ts'

export interface Filled {
  values: ReadonlyMap<Field, unknown>
  /** Fields whose value nobody said, but that could be made from another's. */
  derived: ReadonlySet<Field>
  missing: readonly Field[]
  /** Mentions that no field took, those in reported speech left out. */
  unused: readonly Mention[]
  used: number
  problems: readonly string[]
}

/** Fills an operation's input from one text. Pure; the same text gives the same input. */
export function fillInput(
  ability: Ability,
  view: TextView,
  { lead, idNouns }: { lead: string | null; idNouns: ReadonlySet<string> },
): Filled {
  const state: FillState = {
    ability,
    view,
    lead,
    idNouns,
    values: new Map(),
    claimed: new Set(),
    spans: [],
    derived: new Set(),
    problems: [],
  }
  fillMoney(state)
  fillIds(state)
  fillLists(state)
  fillChoices(state)
  fillNumbers(state)
  fillPlain(state)
  fillWords(state)
  return {
    values: state.values,
    derived: state.derived,
    missing: ability.fields.filter((field) => field.required && !state.values.has(field)),
    unused: view.mentions.filter((mention) => !isUsed(state, mention) && mention.kind !== 'name' && mention.start < view.speechStart),
    used: state.claimed.size,
    problems: state.problems,
  }
}

function isUsed(state: FillState, mention: Mention): boolean {
  return state.claimed.has(mention) || state.spans.some((span) => span.start <= mention.start && mention.end <= span.end)
}

/** The values as an input object. */
export function inputOf(values: ReadonlyMap<Field, unknown>): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const [field, value] of values) {
    let place = input
    for (const step of field.path.slice(0, -1)) {
      place[step] = typeof place[step] === 'object' && place[step] !== null ? place[step] : {}
      place = place[step] as Record<string, unknown>
    }
    place[field.path.at(-1) ?? ''] = value
  }
  return input
}

/** An operation whose every setting is optional does nothing when none is given. */
export function changesNothing(ability: Ability, values: ReadonlyMap<Field, unknown>): boolean {
  if (ability.effect === 'read') return false
  const settings = ability.fields.filter((field) => field.role !== 'id' || !field.required)
  return settings.length >= 2 && settings.every((field) => !field.required && !values.has(field))
}
