import MiniSearch from 'minisearch'
import type { Ability } from './ability.ts'
import type { Field } from './fields/field.ts'
import type { Vocabulary } from './lead.ts'
import { fitOf } from './lookup/fit-of.ts'
import type { Mention } from './mentions/mention.ts'
import { isStopWord, stem, wordsOf } from './words.ts'

/** The offered operations, made ready to be ranked. */
export interface Catalogue {
  abilities: readonly Ability[]
  idNouns: ReadonlySet<string>
  vocabulary: Vocabulary
  /** By what an id can be looked up with the offered reads. */
  searches: ReadonlyMap<Field, ReadonlySet<Mention['kind']>>
  /** How well the words of a query fit each operation (BM25), 0 to 1. */
  search(query: string): ReadonlyMap<string, number>
}

export function makeCatalogue(abilities: readonly Ability[]): Catalogue {
  const index = new MiniSearch({
    fields: ['title', 'name', 'examples', 'description', 'inputs'],
    idField: 'toolName',
    tokenize: (text) => wordsOf(text.replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1 $2').replace(/[_.]/g, ' ')),
    processTerm: (term) => (isStopWord(term) ? null : stem(term)),
  })
  const known = [...new Map(abilities.map((ability) => [ability.toolName, ability])).values()]
  index.addAll(
    known.map((ability) => ({
      toolName: ability.toolName,
      title: ability.title,
      name: ability.operation.split('.').at(-1) ?? '',
      examples: ability.examples.join(' ').replace(/\{[^{}]{0,60}\}/g, ' '),
      description: ability.description,
      inputs: ability.fields.map((field) => [field.name, ...field.choices.slice(0, 20)].join(' ')).join(' '),
    })),
  )
  return {
    abilities: known,
    idNouns: new Set(known.flatMap((ability) => ability.fields.flatMap((field) => field.noun))),
    vocabulary: {
      verbs: new Set(known.flatMap((ability) => [...ability.verbs])),
      nouns: new Set(known.flatMap((ability) => [...ability.nouns])),
      choices: new Set(known.flatMap((ability) => (ability.effect === 'read' ? choicesOf(ability) : []))),
    },
    searches: searchesOf(known),
    search: (query) => {
      const found = index.search(query, {
        boost: { title: 3, name: 2, examples: 2, inputs: 0.5 },
        fuzzy: (term) => (term.length > 5 ? 0.16 : false),
      })
      const best = found[0]?.score ?? 1
      // A lone weak hit must not look like a perfect one.
      const scale = Math.max(best, 6)
      return new Map(found.map((result) => [String(result.id), result.score / scale]))
    },
  }
}

function choicesOf(ability: Ability): string[] {
  return ability.fields.flatMap((field) => (field.role === 'enum' ? field.choices.slice(0, 20).map((choice) => choice.toLowerCase()) : []))
}

function searchesOf(abilities: readonly Ability[]): Map<Field, Set<Mention['kind']>> {
  const reads = abilities.filter((ability) => ability.effect === 'read')
  const ids = abilities.flatMap((ability) => ability.fields.filter((field) => field.role === 'id'))
  // Ids of the same name are looked up alike: one look at the schemas for each.
  const byName = new Map<string, Set<Mention['kind']>>()
  for (const field of ids) {
    if (byName.has(field.name)) continue
    const roles = reads.filter((read) => fitOf(read, field) > 0).flatMap((read) => read.fields.map(({ role }) => role))
    byName.set(
      field.name,
      new Set(
        roles.flatMap((role): Mention['kind'][] =>
          role === 'email' ? ['email'] : role === 'person' || role === 'query' ? ['name', 'quoted'] : [],
        ),
      ),
    )
  }
  return new Map(ids.map((field) => [field, byName.get(field.name) ?? new Set()]))
}
