import type { Segment } from '../text-view.ts'
import { overlaps } from '../text-view.ts'
import { isStopWord } from '../words.ts'
import type { FillState } from './fill-state.ts'

export interface Found extends Segment {
  text: string
}

/** From a place to the end of what is said there: later segments too, until one that only fills other fields. */
export function restFrom(state: FillState, place: number): Found | null {
  const { text, segments } = state.view
  let end = place
  for (const segment of segments) {
    if (segment.end <= place) continue
    if (segment.start > place && isStructured(state, segment)) break
    end = segment.end
  }
  const said = text.slice(place, end)
  const cleaned = tidy(said)
  return cleaned === '' ? null : { start: place, end, text: cleaned }
}

const glue = new Set(
  'make take use set say want wants instead rather yes no yeah yep sure actually sorry please thanks only exactly still correct right'.split(
    ' ',
  ),
)

/** Whether a segment says nothing but what other fields have taken from it. */
export function isStructured(state: FillState, segment: Segment): boolean {
  const labels = new Set([...state.ability.fields.flatMap((field) => field.words), ...state.ability.nouns, ...state.ability.verbs])
  const spoken = [...state.spans, ...state.view.mentions.filter((mention) => mention.kind !== 'name' && mention.kind !== 'quoted')]
  return state.view.words
    .filter((word) => overlaps(word, segment))
    .every(
      (word) =>
        spoken.some((span) => overlaps(span, word)) ||
        labels.has(word.stem) ||
        isStopWord(word.text.toLowerCase()) ||
        glue.has(word.text.toLowerCase()),
    )
}

/** The first place behind a marker, none inside a quotation or another field's stretch. */
export function behind(state: FillState, marker: RegExp): number | null {
  const found = marker.exec(state.view.text)
  if (found === null) return null
  if (state.view.mentions.some((mention) => mention.kind === 'quoted' && mention.start < found.index && found.index < mention.end))
    return null
  return found.index + found[0].length
}

/** Without punctuation and small words at the rim. */
export function tidy(text: string): string {
  return text
    .replace(/\s+/gu, ' ')
    .replace(/^[\s,;:.–—-]+/u, '')
    .replace(/^(?:and|but|so|because|since|that|of|with) (?=\S)/iu, '')
    .replace(/[\s,;:–—-]+$/u, '')
    .trim()
}
