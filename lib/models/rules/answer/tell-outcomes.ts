import { isJsonObject } from '#lib/core/index.ts'
import { fromValue, parseJson } from '../conversation.ts'
import { showLine } from './plain-text.ts'

const mark = '[outcomes]'

/** Whether a message was made by the house to tell how actions ended. It asks for nothing. */
export function isOutcomes(text: string): boolean {
  return text.trimStart().startsWith(mark)
}

/** What such a message tells; nothing of any other text. */
export function outcomesIn(text: string): unknown[] {
  if (!isOutcomes(text)) return []
  const given = parseJson(text.trimStart().slice(mark.length).trim())
  return Array.isArray(given) ? given : [given]
}

/** What became of each action, in a sentence or two each. */
export function tellOutcomes(text: string): string {
  const entries = outcomesIn(text).filter(isJsonObject).slice(0, 20)
  if (entries.length === 0) return 'Something that was waiting has been settled. Its page says how.'
  return entries.map(tellOne).join('\n\n')
}

function tellOne(entry: Record<string, unknown>): string {
  const outcome = fromValue({ ...entry, status: entry.status ?? 'succeeded', actionId: entry.actionId ?? '' })
  const title = typeof entry.title === 'string' ? entry.title : 'The action'
  const what = showLine(outcome.summary ?? title).replace(/\.$/u, '')
  const by = decidedBy(entry.decidedBy)
  const comment = typeof entry.comment === 'string' && entry.comment.trim() !== '' ? ` They wrote: “${showLine(entry.comment)}”` : ''
  const why = outcome.error === null ? '' : ` ${endSentence(showLine(outcome.error))}`
  switch (outcome.status) {
    case 'succeeded':
      return `Done: ${what}.${by === null ? '' : ` ${by} approved it.`}${comment}`
    case 'rejected':
      return `${by ?? 'An approver'} rejected this: ${what}. Nothing was changed.${comment}`
    case 'expired':
      return `Nobody decided in time, so this was not done: ${what}. Ask again if it is still wanted.`
    case 'cancelled':
      return `This was cancelled and not done: ${what}.${why}${comment}`
    case 'denied':
      return `The policy does not allow this, so it was not done: ${what}.${why}`
    case 'failed':
      return `This did not work: ${what}.${why} Nothing more will be tried unless somebody asks again.`
    case 'outcome_unknown':
      return `It is not known whether this happened: ${what}.${why} A person has to check it in the inbox.`
    default:
      return `This goes on: ${what}.`
  }
}

function decidedBy(value: unknown): string | null {
  const names = (Array.isArray(value) ? value : [value]).flatMap((one) => {
    if (typeof one === 'string' && one !== '') return [showLine(one)]
    return isJsonObject(one) && typeof one.name === 'string' ? [showLine(one.name)] : []
  })
  return names.length === 0 ? null : names.slice(0, 3).join(' and ')
}

/** The sentence with one full stop. */
export function endSentence(text: string): string {
  return /[.!?…]$/u.test(text) ? text : `${text}.`
}
