import type { Ability } from '../ability.ts'
import { type Courtesy, courtesyOf } from '../courtesy.ts'
import { showLine } from './plain-text.ts'

/** What can be done here, by connection. */
export function listAbilities(abilities: readonly Ability[], canFind: boolean): string {
  if (abilities.length === 0) return 'No system is connected that I could use for you. An admin can add one under Admin, Connections.'
  const groups = Map.groupBy(abilities, (ability) => ability.connection.title)
  const lines = [...groups].map(([title, group]) => {
    const titles = group.slice(0, 8).map((ability) => showLine(ability.title).toLowerCase())
    return `- **${showLine(title)}**: ${titles.join(', ')}${group.length > 8 ? ` and ${group.length - 8} more` : ''}`
  })
  const more = canFind ? ['', 'There may be more: say what you want and I look for it.'] : []
  return [
    'I can read and change things in these systems. What is risky waits for a colleague’s approval first.',
    '',
    ...lines,
    ...more,
  ].join('\n')
}

/** That something can't be done, and the nearest that can. */
export function tellCannot(asked: string, nearest: readonly Ability[]): string {
  const said = `I can’t do this: “${showLine(asked)}”.`
  if (nearest.length === 0) return `${said} No connected system offers it. Ask what I can do to see what there is.`
  return [
    `${said} The nearest that I can do:`,
    '',
    ...nearest
      .slice(0, 3)
      .map((ability) => `- ${showLine(ability.title)}${ability.connection.title === '' ? '' : ` (${showLine(ability.connection.title)})`}`),
  ].join('\n')
}

const help =
  /^(?:help|what (?:can|could) (?:you|i|we) do\b.{0,30}|what do you do|who are you|how does this work|what is possible(?: here)?|commands)$/iu
const nod = /^(?:yes|no|nope|yeah|yep|sure|right|correct|go ahead|exactly)(?:,? please)?[\s.!]*$/iu

/** The answer to what is no request: a greeting, thanks, "what can you do?". Null for everything else. */
export function smallTalk(text: string, abilities: readonly Ability[], canFind: boolean): string | null {
  const bare = text.trim().replace(/[\s.!?,]+$/u, '')
  if (bare === '' || help.test(bare)) return listAbilities(abilities, canFind)
  const parts = partsOf(text)
  const kinds = parts.flatMap((part) => courtesyOf(part) ?? [])
  return kinds.length === parts.length ? answerTo(kinds, abilities, canFind) : null
}

/** The answer to politeness with a remark beside it ("thanks, that was quick"). Only for a text that asks for nothing. */
export function smallTalkWithRemark(text: string, abilities: readonly Ability[], canFind: boolean): string | null {
  if (nod.test(text.trim())) return 'I have no question open. What can I do for you?'
  const kinds = partsOf(text).flatMap((part) => courtesyOf(part) ?? [])
  return kinds.length > 0 && !/[\d@?]/.test(text) ? answerTo(kinds, abilities, canFind) : null
}

function partsOf(text: string): string[] {
  const whole = courtesyOf(text) === null ? text.slice(0, 400).split(/[.!?,;\n–—]+/u) : [text]
  return whole.filter((part) => /[\p{L}\p{N}\p{S}]/u.test(part))
}

function answerTo(kinds: readonly Courtesy[], abilities: readonly Ability[], canFind: boolean): string | null {
  if (kinds.includes('farewell')) return kinds.includes('thanks') ? 'You’re welcome. Goodbye.' : 'Goodbye.'
  if (kinds.includes('thanks')) return 'You’re welcome.'
  if (kinds.includes('concern')) return 'All is well here, thank you. What can I do for you?'
  if (kinds.includes('apology')) return 'No problem.'
  return kinds.length === 0 ? null : `Hello. ${listAbilities(abilities, canFind)}`
}
