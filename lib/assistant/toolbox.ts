import { jsonSchema, type Tool, tool } from 'ai'
import MiniSearch from 'minisearch'
import { listOperations } from '#lib/connectors/index.ts'
import { type OperationTool, operationTools } from '#lib/faces/index.ts'
import { type Caller, can } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { maxFound, maxTools } from './tunables.ts'

export const findOperationsName = 'find_operations'

const findOperations: Tool = tool({
  description:
    'Search operations that are not among your tools. Answers their names, titles and descriptions, and puts them among your tools for the next step.',
  inputSchema: jsonSchema({
    type: 'object',
    properties: { query: { type: 'string', description: 'What should be done, in a few words.' } },
    required: ['query'],
    additionalProperties: false,
  }),
})

/** What a person may use, ranked for what they say. */
export interface Toolbox {
  byName(name: string): OperationTool | undefined
  /** At most 24: those found by search first, then the best for the text; operations used lately count more. */
  offer(wanted: { text: string; recent: readonly string[]; found: readonly string[] }): OperationTool[]
  /** The best for a query that are not offered. */
  search(query: string, offered: readonly string[]): OperationTool[]
}

export async function openToolbox(platform: Platform, caller: Caller): Promise<Toolbox> {
  const all = can(caller, 'action.request') ? await listOperations(platform, { person: caller }) : []
  const tools = operationTools(all)
  const index = new MiniSearch<SearchDocument>({ fields: ['name', 'title', 'description', 'examples', 'connection'] })
  index.addAll([...tools.values()].map(documentOf))
  const rank = (text: string, recent: readonly string[]) => {
    const hits = index.search(text, {
      boost: { title: 3, name: 2, examples: 2 },
      prefix: (term) => term.length > 3,
      fuzzy: (term) => (term.length > 4 ? 0.2 : false),
    })
    const scores = new Map(hits.map(({ id, score }) => [id as string, score]))
    const best = hits[0]?.score ?? 1
    for (const [name, { connected }] of tools) {
      const place = recent.indexOf(connected.operation.name)
      if (place >= 0) scores.set(name, (scores.get(name) ?? 0) + best / (place + 1))
    }
    return scores
  }
  return {
    byName: (name) => tools.get(name) ?? tools.get(name.replace('.', '__')),
    offer({ text, recent, found }) {
      const scores = rank(text, recent)
      const ranked = [...tools.values()].sort((a, b) => (scores.get(b.name) ?? 0) - (scores.get(a.name) ?? 0))
      const first = found.flatMap((name) => tools.get(name) ?? [])
      return [...new Set([...first, ...ranked])].slice(0, maxTools)
    },
    search(query, offered) {
      const scores = rank(query, [])
      return [...tools.values()]
        .filter(({ name }) => scores.has(name) && !offered.includes(name))
        .sort((a, b) => (scores.get(b.name) ?? 0) - (scores.get(a.name) ?? 0))
        .slice(0, maxFound)
    },
  }
}

/** As the model is offered them; search is there only where there is something to find. */
export function toolSet(offered: readonly OperationTool[]): Record<string, Tool> {
  if (offered.length === 0) return {}
  return { ...Object.fromEntries(offered.map(({ name, tool }) => [name, tool])), [findOperationsName]: findOperations }
}

interface SearchDocument {
  id: string
  name: string
  title: string
  description: string
  examples: string
  connection: string
}

function documentOf({ name, connected: { operation, connection } }: OperationTool): SearchDocument {
  return {
    id: name,
    name: operation.name.replaceAll(/[._]/g, ' '),
    title: operation.title,
    description: operation.description,
    examples: operation.examples.join(' ').replaceAll(/\{[^}]*\}/g, ' '),
    connection: connection.title,
  }
}
