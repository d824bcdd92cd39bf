import { type Field, labelOf } from '../fields/field.ts'
import { describeOption } from '../lookup/pick-value.ts'
import type { Resolved } from '../resolve-request.ts'
import { showLine } from './plain-text.ts'

/** One question for all that is missing. */
export function askFor(all: readonly Resolved[]): string {
  const [only] = all
  if (only !== undefined && all.length === 1) return askOne(only)
  return ['I need a little more:', '', ...all.map((resolved) => `- ${askOne(resolved)}`)].join('\n')
}

function askOne(resolved: Resolved): string {
  const { ability, choice, notFound, missing, problems, nothingToChange } = resolved
  const doing = `“${ability?.title ?? ''}”`
  const problem = problems.length > 0 ? ` (${problems.join('; ')})` : ''
  if (choice !== null) {
    const options = choice.options.slice(0, 8).map((option, index) => `${index + 1}. ${showLine(describeOption(option))}`)
    return [`For ${doing} I found several: which one do you mean?`, '', ...options].join('\n')
  }
  const gone = notFound.map(({ searched }) => `I found nothing for ${searched.map((term) => `“${showLine(term)}”`).join(', ')}.`)
  if (nothingToChange)
    return [...gone, `What should be changed? For ${doing} I can take: ${joinWords(settingsOf(resolved), 'or')}.`].join(' ')
  const open = missing.map(nameOf)
  return [...gone, `For ${doing} I still need ${joinWords(open, 'and')}${problem}. What ${open.length === 1 ? 'is it' : 'are they'}?`].join(
    ' ',
  )
}

function settingsOf({ ability }: Resolved): string[] {
  return (ability?.fields ?? [])
    .filter((field) => !field.required)
    .slice(0, 6)
    .map(labelOf)
}

/** A field as one would ask for it. */
function nameOf(field: Field): string {
  const label = `the ${labelOf(field)}`
  if (field.role === 'money') return `${label} (with its currency, like 12.50 EUR)`
  if (field.role === 'enum' && field.choices.length <= 8)
    return `${label} (${joinWords(
      field.choices.map((choice) => choice.replaceAll('_', ' ')),
      'or',
    )})`
  if (field.role === 'boolean') return `${label} (yes or no)`
  return label
}

function joinWords(words: readonly string[], last: 'and' | 'or'): string {
  return words.length <= 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`
}
