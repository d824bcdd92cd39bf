import type { TextError } from '#components/admin/policy-editor.tsx'
import type { Refusal } from '../answered.ts'
import { lineAndColumn, readJson } from './json-places.ts'

/** Why a text is no JSON, at its character; empty when it is. */
export function syntaxErrors(text: string): TextError[] {
  const read = readJson(text)
  return read.ok ? [] : [{ ...lineAndColumn(text, read.at), message: read.message }]
}

/** What was refused, each error where it stands in the text. */
export function errorsInText(text: string, errors: Refusal['errors']): TextError[] {
  const read = readJson(text)
  if (!read.ok) return syntaxErrors(text)
  return errors.map(({ path, message, at }) => {
    const offset = at === undefined ? read.places.placeOf(path) : read.places.characterOf(path, at)
    return { ...lineAndColumn(text, offset), message }
  })
}
