import { isJsonObject, isMoney, type JsonObject } from '#lib/core/index.ts'
import type { Ability } from '../ability.ts'
import type { Outcome } from '../conversation.ts'
import { limits } from '../limits.ts'
import { nameIn } from '../lookup/pick-value.ts'
import type { FoundPeriod } from '../mentions/periods.ts'
import { stem, wordsOf, wordsOfName } from '../words.ts'
import { pickByTime } from './by-time.ts'
import { quoteText, showLine } from './plain-text.ts'
import { showDate, showName, showValue, titleCase } from './show-value.ts'

/** Longer texts are quoted below, not put on a line. */
const longText = 140

/**
 * What a read brought, in sentences and short lists. `asked` decides which fact comes first; `period` is a time that was asked for and
 * that the read could not be told.
 */
export function describeResult(ability: Ability, outcome: Outcome, asked: string, period: FoundPeriod | null = null): string {
  const { result } = outcome
  const all = listIn(result)
  const byTime = all === null || period === null ? null : pickByTime(all, totalOf(result, all.length), period, asked)
  if (byTime !== null) {
    if (all?.length === 0) return `${byTime.note} Nothing was found (${ability.title.toLowerCase()}).`
    return byTime.items.length === 0 ? byTime.note : `${byTime.note}\n\n${listItems(byTime.items, byTime.items.length)}`
  }
  const [only] = all ?? []
  if (only !== undefined && all?.length === 1) return describeOne(ability, only, asked, outcome.outside)
  if (all !== null) return describeList(ability, all, totalOf(result, all.length))
  if (!isJsonObject(result)) return result === null ? 'There was nothing to read.' : showLine(String(result))
  return describeOne(ability, result, asked, outcome.outside)
}

/** The list that a result is or holds: of several the first of things. */
function listIn(result: unknown): JsonObject[] | null {
  if (Array.isArray(result)) return result.filter(isJsonObject)
  if (!isJsonObject(result)) return null
  const entries = Object.entries(result)
  const others = entries.filter(([, value]) => !Array.isArray(value))
  const found = entries.find(([name, value]) => Array.isArray(value) && others.length <= 3 && !/^(?:tags|labels)$/i.test(name))
  return found === undefined || others.some(([, value]) => isJsonObject(value) && !isMoney(value) && Object.keys(value).length > 3)
    ? null
    : (found[1] as unknown[]).filter(isJsonObject)
}

/** How many there are in all, where the answer says so. */
function totalOf(result: unknown, listed: number): number {
  const told = isJsonObject(result) ? (result.total ?? result.totalCount ?? result.total_count) : undefined
  return typeof told === 'number' && told > listed ? told : listed
}

function describeList(ability: Ability, items: readonly JsonObject[], total: number): string {
  if (items.length === 0) return `I looked (${ability.title.toLowerCase()}): nothing was found.`
  return `I found ${total}:\n\n${listItems(items, total)}`
}

function listItems(items: readonly JsonObject[], total: number): string {
  const shown = items.slice(0, limits.listed).map((item) => `- ${describeItem(item)}`)
  const more = total > shown.length ? [`- … and ${total - shown.length} more`] : []
  return [...shown, ...more].join('\n')
}

function describeItem(item: JsonObject): string {
  const title = titleOf(item)
  const facts = factsOf(item)
    .filter((fact) => !title.includes(fact.text) && fact.text.length <= 80)
    .slice(0, 4)
  return [`**${title}**`, ...facts.map((fact) => `${fact.label} ${fact.text}`)].join(', ')
}

function describeOne(ability: Ability, thing: JsonObject, asked: string, outside: boolean): string {
  const facts = factsOf(thing)
  const title = titleOf(thing)
  const words = new Set(wordsOf(asked).map(stem))
  const isWhen = words.has('when')
  const isAsked = (fact: Fact) => fact.words.some((word) => words.has(word)) && !ability.nouns.has(fact.words[0] ?? '')
  const wanted = facts.filter((fact) => !title.includes(fact.text) && ((isWhen && fact.isDate) || isAsked(fact)))
  const first = wanted[0] === undefined ? [] : [`${titleCase(wanted[0].name)}: **${wanted[0].text}**.`, '']
  const lines = facts.filter((fact) => fact.text.length <= longText && !title.includes(fact.text) && fact !== wanted[0]).slice(0, 10)
  const texts = longTextsOf(thing).slice(0, 3)
  return [
    ...first,
    `**${title}**`,
    '',
    ...lines.map((fact) => `- ${titleCase(fact.name)}: ${fact.text}`),
    ...(texts.length === 0
      ? []
      : ['', outside ? 'It says, in the words of others:' : 'It says:', ...texts.flatMap((text) => ['', quoteText(text)])]),
  ].join('\n')
}

interface Fact {
  name: string
  label: string
  text: string
  words: readonly string[]
  isDate: boolean
}

const quiet = /^(?:created|updated|modified|version|etag|href|url|links?|self|total|_)/i

function factsOf(thing: JsonObject): Fact[] {
  return Object.entries(thing).flatMap(([name, value]) => {
    if (quiet.test(name) && !isMoney(value)) return []
    const text = showValue(name, value, thing)
    if (text === null || (wordsOfName(name).includes('currency') && typeof value === 'string')) return []
    return [
      {
        name,
        label: showName(name),
        text,
        words: wordsOfName(name).map(stem),
        isDate: typeof value === 'string' && showDate(value) !== null,
      },
    ]
  })
}

/** What a thing is called: its name or subject, with its number. */
function titleOf(thing: JsonObject): string {
  const id = Object.entries(thing).find(
    ([name, value]) => /(?:^id|[_-]?id|_?no|number|code)$/i.test(name) && (typeof value === 'string' || typeof value === 'number'),
  )
  const called = Object.entries(thing).find(
    ([name, value]) => /^(?:title|subject|headline|summary|label)$/i.test(name) && typeof value === 'string',
  )?.[1]
  const name = typeof called === 'string' ? called : nameIn(thing)
  const number =
    id === undefined ? null : `${titleCase(id[0].replace(/(?:_?(?:id|no|number|code))$/i, '')) || 'Number'} ${showLine(String(id[1]))}`
  if (name === null) return number ?? 'What I found'
  return number === null ? showLine(name) : `${number}: ${showLine(name)}`
}

/** Texts of some length, those in lists of messages too. */
function longTextsOf(thing: JsonObject, depth = 0): string[] {
  return Object.values(thing).flatMap((value) => {
    if (typeof value === 'string')
      return value.length > longText || value.includes('\n') || (depth > 0 && value.split(' ').length > 4) ? [value] : []
    if (Array.isArray(value) && depth < 2)
      return value
        .slice(0, 5)
        .filter(isJsonObject)
        .flatMap((item) => longTextsOf(item, depth + 1))
    return []
  })
}
