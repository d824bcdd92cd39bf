import type { Word } from '../text-view.ts'
import { isStopWord, nearlySame, stem, wordsOf, wordsOfName } from '../words.ts'
import type { Field } from './field.ts'
import { claim, type FillState } from './fill-state.ts'

/** Fills enums by their words, slips of the keyboard and the words that the description gives for them; booleans by their name. */
export function fillChoices(state: FillState): void {
  for (const field of state.ability.fields) {
    if (state.values.has(field)) continue
    if (field.role === 'enum') fillEnum(state, field)
    else if (field.role === 'boolean') fillBoolean(state, field)
  }
}

function fillEnum(state: FillState, field: Field): void {
  let best: { choice: string; word: Word; score: number } | null = null
  for (const choice of field.choices) {
    const told = { choice, words: wordsOfName(choice).map(stem), described: describedWords(field, choice) }
    for (const [index, word] of state.view.words.entries()) {
      const score = scoreOf(state, field, told, index)
      if (score > (best?.score ?? 0)) best = { choice, word, score }
    }
  }
  const denied = deniedChoice(state, field)
  if (denied !== null) {
    // "not paid", "unpaid": the other choice, or none at all; never the one that was denied.
    const other = oppositeOf(field, denied.choice)
    if (other !== null) claim(state, field, choiceValue(field, other), denied.word)
    else state.problems.push(`I can’t ask for all that are not ${denied.choice.replaceAll('_', ' ')}, so I asked for all`)
  } else if (best !== null) claim(state, field, choiceValue(field, best.choice), best.word)
  else if (field.required && field.choices.length === 1) state.values.set(field, choiceValue(field, field.choices[0] ?? ''))
}

const denial = /^(?:not|no|never|without|nor|neither|hardly)$|n['’]t$/iu
const openChoice =
  /^(?:open|unpaid|pending|outstanding|due|overdue|waiting|unresolved|unconfirmed|inactive|todo|new|draft|in_?progress|active)$/iu

/** A choice that the text says is not so. What is not to be filled in an order ("not urgent") is left to the person. */
function deniedChoice({ view, ability }: FillState, field: Field): { choice: string; word: Word } | null {
  if (ability.effect !== 'read') return null
  for (const choice of field.choices) {
    const wanted = stem(choice.toLowerCase())
    const found = view.words.findIndex(
      (word, index) =>
        word.text.toLowerCase() === `un${choice.toLowerCase()}` ||
        (word.stem === wanted && view.words.slice(Math.max(0, index - 3), index).some((one) => denial.test(one.text))),
    )
    const word = view.words[found]
    if (word !== undefined) return { choice, word }
  }
  return null
}

/**
 * What holds where a choice does not: the one whose description says "not" that, the only other one, or the only one before it, for
 * states are told in the order of a thing's life. Null where it could be several.
 */
function oppositeOf(field: Field, denied: string): string | null {
  const others = field.choices.filter((choice) => choice !== denied)
  const told = others.find((choice) => new RegExp(`\\bnot ${denied.replace(/\W/gu, '.')}\\b`, 'iu').test(toldOf(field, choice)))
  const before = field.choices.slice(0, field.choices.indexOf(denied))
  const open = before.length === 0 ? others.filter((choice) => openChoice.test(choice)) : before
  return told ?? (others.length === 1 ? others[0] : open.length === 1 ? open[0] : undefined) ?? null
}

interface Told {
  choice: string
  words: readonly string[]
  described: ReadonlySet<string>
}

function scoreOf(state: FillState, field: Field, { choice, words: wanted, described }: Told, index: number): number {
  const { words } = state.view
  const word = words[index]
  if (
    word === undefined ||
    isLead(state, index) ||
    state.view.mentions.some(({ kind, start, end }) => kind !== 'name' && start <= word.start && word.end <= end)
  )
    return 0
  const said = words.slice(index, index + wanted.length).map((one) => one.stem)
  const isSame = wanted.length > 0 && wanted.every((one, place) => said[place] === one)
  const isClose = wanted.length === 1 && (nearlySame(wanted[0] ?? '', word.stem) || `${wanted[0]}ly` === word.text.toLowerCase())
  const isDescribed = word.stem.length > 3 && described.has(word.stem)
  if (!isSame && !isClose && !isDescribed) return 0
  const near = words.slice(Math.max(0, index - 3), index + wanted.length + 2)
  const labelled = near.some((one) => one !== word && field.words.includes(one.stem))
  if ((isStopWord(choice.toLowerCase()) || choice.length < 2) && !labelled) return 0
  // The last word said counts: "from low to high".
  return (
    (isSame ? 3 : isClose ? 2 : 1) +
    (labelled ? 2 : 0) +
    (words[index - 1]?.stem === 'to' ? 0.5 : words[index - 1]?.stem === 'from' ? -2.5 : 0) -
    (word.start >= state.view.speechStart ? 1.5 : 0) +
    index / 1000
  )
}

/** The words that a description gives for a choice: "high: needs an answer today". */
function describedWords(field: Field, choice: string): Set<string> {
  return new Set(
    wordsOf(toldOf(field, choice).split(/[,;]/u, 1)[0] ?? '')
      .filter((word) => !isStopWord(word))
      .map(stem),
  )
}

/** The sentence that a description gives to a choice. */
function toldOf(field: Field, choice: string): string {
  const text = field.description.toLowerCase()
  const at = text.indexOf(`${choice.toLowerCase()}:`)
  return at === -1 ? '' : (text.slice(at + choice.length + 1).split(/[.;]/u, 1)[0] ?? '')
}

function choiceValue(field: Field, choice: string): string | number {
  return field.type === 'integer' || field.type === 'number' ? Number(choice) : choice
}

function fillBoolean(state: FillState, field: Field): void {
  const { words } = state.view
  const index = words.findIndex(
    (word, place) =>
      !isLead(state, place) && field.words.some((own) => own.length > 2 && (word.stem === own || word.text.toLowerCase() === `${own}ly`)),
  )
  const word = words[index]
  if (word === undefined) return
  const denied = words.slice(Math.max(0, index - 3), index).some((one) => /^(?:not|no|never|without|don['’]t|isn['’]t)$/iu.test(one.text))
  claim(state, field, !denied, word)
}

function isLead(state: FillState, index: number): boolean {
  const lead = state.lead
  return lead !== null && state.view.words.findIndex((word) => word.text.toLowerCase() === lead) === index
}
