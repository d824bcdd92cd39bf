import type { Ability } from '../ability.ts'
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
  if (nearest.length === 0) return `${said} No connected system offers it.`
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
const greeting = /^(?:hi|hello|hey|good (?:morning|afternoon|evening)|hallo|salut|servus)(?: there)?$/iu
const thanks = /^(?:thanks?|thank you|cheers|great|perfect|nice|ok|okay|good|wonderful)(?: (?:you|a lot|so much|very much|job|work))?$/iu

/** The answer to what is no request: a greeting, thanks, "what can you do?". Null for everything else. */
export function smallTalk(text: string, abilities: readonly Ability[], canFind: boolean): string | null {
  const bare = text.trim().replace(/[\s.!?,]+$/u, '')
  if (bare === '' || help.test(bare)) return listAbilities(abilities, canFind)
  if (greeting.test(bare)) return `Hello. ${listAbilities(abilities, canFind)}`
  return thanks.test(bare) ? 'You’re welcome.' : null
}
