import type { Ability } from './ability.ts'
import type { Request } from './clauses.ts'
import type { Field, Role } from './fields/field.ts'
import { tidy } from './fields/speech.ts'
import { type Filled, fillInput } from './fill-input.ts'
import { viewText } from './text-view.ts'

const words: ReadonlySet<Role> = new Set(['reason', 'subject', 'body', 'text', 'query', 'person'])

/** What the text gave, completed and corrected by what was answered later. Words fill only what is open; figures and choices also correct. */
export function mergeAnswers(
  ability: Ability,
  filled: Filled,
  request: Request,
  { idNouns, now }: { idNouns: ReadonlySet<string>; now: Date },
): { values: ReadonlyMap<Field, unknown>; derived: ReadonlySet<Field>; problems: readonly string[] } {
  const values = new Map(filled.values)
  const derived = new Set(filled.derived)
  let { problems } = filled
  for (const answer of request.answers) {
    const told = fillInput(ability, viewText(answer, now), { lead: null, idNouns })
    problems = told.problems
    for (const [field, value] of told.values) {
      if (values.has(field) && (words.has(field.role) || (field.role === 'id' && !correctsId(field, told, answer)))) continue
      values.set(field, value)
      if (told.derived.has(field)) derived.add(field)
    }
    const open = ability.fields.filter((field) => field.required && !values.has(field))
    const [only] = open
    const isPlain = only !== undefined && (words.has(only.role) || (only.role === 'phone' && /\d{4}/.test(answer)))
    if (open.length === 1 && isPlain && told.used === 0 && !isNod(answer)) values.set(only, tidy(answer))
  }
  return { values, derived, problems }
}

/** A number corrects an id where it is said to be one, or where it is all that a correction says ("sorry, I meant 92"). */
function correctsId(field: Field, told: Filled, answer: string): boolean {
  if (answer.toLowerCase().includes(field.noun.at(-1) ?? field.name)) return true
  return (
    told.used === 1 && told.values.size === 1 && /\b(?:meant|mean|instead|actually|rather|not|no|sorry|wrong|correction)\b/iu.test(answer)
  )
}

/** "yes", "ok": an answer without content. */
function isNod(answer: string): boolean {
  return /^(?:yes|no|yeah|yep|nope|ok|okay|sure|please|right|correct)[\s.!,]*$/iu.test(answer)
}
