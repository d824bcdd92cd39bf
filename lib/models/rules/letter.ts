import type { Ability } from './ability.ts'
import { isRecipient } from './fields/field.ts'
import { intentsOfVerb } from './verbs.ts'
import { capitalise } from './words.ts'

/** Whether an operation writes to a person: it takes a recipient's address and a text. */
export function isTelling(ability: Ability): boolean {
  const writes = ability.fields.some((field) => field.role === 'body')
  const sends = [...ability.verbs].some((verb) => intentsOfVerb(verb).includes('tell'))
  return writes && (ability.fields.some(isRecipient) || (sends && ability.fields.some((field) => field.role === 'email')))
}

/** A short letter from what a person wants said: "we are sorry" becomes three lines in plain words. */
export function composeLetter(said: string, { name, matter }: { name: string | null; matter: string | null }): string {
  const turned = toSecondPerson(said.trim())
  const sentence = /[.!?…]$/u.test(turned) ? capitalise(turned) : `${capitalise(turned)}.`
  const greeting = name === null ? 'Hello,' : `Dear ${name},`
  const about = matter === null || said.includes(matter) ? '' : `This is about ${matter}. `
  return `${greeting}\n\n${about}${sentence}\n\nKind regards`
}

/** How a message begins that is asked for with a verb alone: "thank her for waiting". */
export function openingFor(lead: string | null): string {
  return (lead === null ? undefined : openings[lead]) ?? ''
}

const openings: Readonly<Record<string, string>> = {
  thank: 'thank you',
  apologise: 'we apologise',
  apologize: 'we apologize',
  remind: 'we would like to remind you',
  invite: 'we would like to invite you',
  warn: 'we would like to warn you',
}

/** Speaks to the person that was spoken about: "her bag is here" is "your bag is here". */
export function toSecondPerson(said: string): string {
  return said
    .replace(/^(?:she|he) (?:is|was) /iu, (start) => (/is/iu.test(start) ? 'you are ' : 'you were '))
    .replace(/^they /iu, 'you ')
    .replace(/\b(?:her|his|their) (?=\p{Ll})/giu, 'your ')
    .replace(/^sorry\b/iu, 'we are sorry')
}
