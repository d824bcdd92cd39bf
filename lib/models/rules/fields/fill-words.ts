import { isTelling } from '../letter.ts'
import { wordsAfter } from '../text-view.ts'
import { capitalise, isStopWord, shorten, wordsOfName } from '../words.ts'
import type { Field } from './field.ts'
import { fillQuery } from './fill-query.ts'
import { claim, type FillState, freeMentions } from './fill-state.ts'
import { findBody } from './find-body.ts'
import { findReason } from './find-reason.ts'
import { restFrom, tidy } from './speech.ts'

const subjectMarker = /\b(?:titled|entitled|called|headed|subject line|under the title)\s+/iu
const aboutMarker = /\b(?:about|regarding|concerning)\s+/iu

/** Fills free text by what the field is for: a subject, a body, a reason, a search, any other text. Runs after all other fields. */
export function fillWords(state: FillState): void {
  const open = (role: Field['role']) => state.ability.fields.filter((field) => field.role === role && !state.values.has(field))
  for (const role of ['subject', 'body', 'reason', 'text', 'person'] as const) for (const field of open(role)) fillLabelled(state, field)
  const [subject] = open('subject')
  if (subject !== undefined) fillSubject(state, subject)
  const [body] = open('body')
  if (body !== undefined) fillBody(state, body)
  const [reason] = open('reason')
  if (reason !== undefined) {
    const found = findReason(state, reason)
    if (found !== null) claim(state, reason, cut(reason, found.text), found)
  }
  for (const field of open('text')) if (field.required) fillText(state, field)
  for (const field of open('query')) fillQuery(state, field)
  deriveSubject(state)
}

/** `subject "Your sofa"`, `city: Graz`, `change the city to Graz`. */
function fillLabelled(state: FillState, field: Field): void {
  const { text, words, mentions } = state.view
  const name = wordsOfName(field.name)
  const label = words.findIndex((_, index) => name.every((part, place) => words[index + place]?.text.toLowerCase() === part))
  const last = words[label + name.length - 1]
  if (label === -1 || last === undefined) return
  const quoted = mentions.find((mention) => mention.kind === 'quoted' && mention.start >= last.end && mention.start - last.end <= 12)
  if (quoted?.kind === 'quoted') {
    claim(state, field, cut(field, quoted.value), { start: words[label]?.start ?? last.start, end: quoted.end }, quoted)
    return
  }
  const between = /^\s*(?::|=|is|as)\s*|^(?:\s+of\s[^,;:]{1,60}?)?\s+to\s+/iu.exec(text.slice(last.end))
  if (between === null) return
  const colon = between[0].includes(':') || between[0].includes('=')
  if (!colon && field.role !== 'text' && field.role !== 'person') return
  const from = last.end + between[0].length
  const found = field.role === 'body' ? restFrom(state, from) : segmentFrom(state, from)
  if (found !== null) claim(state, field, cut(field, found.text), { start: words[label]?.start ?? from, end: found.end })
}

function segmentFrom(state: FillState, from: number): { end: number; text: string } | null {
  const segment = state.view.segments.find((one) => one.end > from)
  if (segment === undefined) return null
  const text = tidy(state.view.text.slice(Math.max(from, segment.start), segment.end))
  return text === '' ? null : { end: segment.end, text }
}

function fillSubject(state: FillState, field: Field): void {
  const marked = subjectMarker.exec(state.view.text)
  const quotedAt =
    marked === null ? null : freeMentions(state, 'quoted').find((mention) => mention.start === marked.index + marked[0].length)
  if (quotedAt) {
    claim(state, field, cut(field, quotedAt.value), quotedAt, quotedAt)
    return
  }
  const about = aboutMarker.exec(state.view.text)
  if (about === null || about.index >= state.view.speechStart) return
  const from = about.index + about[0].length
  const upTo = /^[^,;:.!?]*?(?=\s(?:saying|that|because)\s|[,;:.!?]|$)/iu.exec(state.view.text.slice(from, from + 200))
  const text = tidy(upTo?.[0] ?? '')
  if (text !== '') claim(state, field, cut(field, capitalise(text)), { start: about.index, end: from + (upTo?.[0].length ?? 0) })
}

function fillBody(state: FillState, field: Field): void {
  const found = findBody(state, { telling: isTelling(state.ability) })
  if (found === null) return
  claim(state, field, cut(field, found.text), found)
}

/** A subject that nobody named is taken from the body; a body that nobody wrote from the subject, but never in a letter. */
function deriveSubject(state: FillState): void {
  const subject = state.ability.fields.find((field) => field.role === 'subject')
  const body = state.ability.fields.find((field) => field.role === 'body')
  if (subject === undefined || body === undefined) return
  const [title, text] = [state.values.get(subject), state.values.get(body)]
  if (title === undefined && subject.required && typeof text === 'string') derive(state, subject, cut(subject, titleFrom(text)))
  if (text === undefined && body.required && typeof title === 'string' && !isTelling(state.ability)) derive(state, body, title)
}

function derive(state: FillState, field: Field, value: string): void {
  state.values.set(field, value)
  state.derived.add(field)
}

function titleFrom(text: string): string {
  return capitalise(shorten(text.split(/[.!?;\n]/u, 1)[0] ?? text, 60))
}

/** Any other text that is needed: quoted, or a name with the words that belong to it, or what stands at its place in an example. */
function fillText(state: FillState, field: Field): void {
  const [quoted] = freeMentions(state, 'quoted')
  if (quoted !== undefined) {
    claim(state, field, cut(field, quoted.value), quoted, quoted)
    return
  }
  const [name] = freeMentions(state, 'name')
  if (name === undefined) return
  let { end } = name
  for (const word of wordsAfter(state.view, name.end, 3)) {
    if (!/^\s+$/u.test(state.view.text.slice(end, word.start)) || isStopWord(word.text.toLowerCase()) || state.ability.nouns.has(word.stem))
      break
    end = word.end
  }
  claim(state, field, cut(field, state.view.text.slice(name.start, end)), { start: name.start, end }, name)
}

/** The text no longer than the schema allows. */
function cut(field: Field, text: string): string {
  const most = typeof field.schema.maxLength === 'number' ? field.schema.maxLength : 10_000
  return text.length <= most ? text : shorten(text, most)
}
