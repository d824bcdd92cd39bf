import { jsonSchema, type Tool, tool } from 'ai'
import type { ConnectedOperation } from '#lib/connectors/index.ts'
import { isJsonObject, type JsonObject } from '#lib/core/index.ts'
import { toolNameOf } from './tool-name.ts'
import { restoreKeys, toolSchema } from './tool-schema.ts'

/** What a model asked for with one call, taken apart. */
export interface ToolRequest {
  /** In the operation's own names, not yet checked. */
  input: unknown
  why: string | undefined
  /** Tool names of earlier calls, or action ids. */
  after: string[]
  /** The id of the rejected action that this one puts right. */
  corrects: string | undefined
}

/** An operation as a model may call it. A call asks; it performs nothing. */
export interface OperationTool {
  name: string
  connected: ConnectedOperation
  tool: Tool
  read(input: unknown): ToolRequest
}

const whySchema = { type: 'string', description: 'Why you want this, in a few words, quoting the person where possible.' }
const afterSchema = {
  type: 'array',
  items: { type: 'string' },
  description: 'What must have succeeded first: names of tools that you called earlier in this turn, or action ids.',
}
const correctsSchema = {
  type: 'string',
  description: 'Only for what puts a rejected action right: its action id. What it asks for is shown beside what was rejected.',
}

/** Names for a model, both ways: the same for the same operations, and no two alike. */
export function operationTools(all: readonly ConnectedOperation[]): Map<string, OperationTool> {
  const shared = new Set<string>()
  const seen = new Set<string>()
  for (const { operation } of all) (seen.has(operation.name) ? shared : seen).add(operation.name)
  const tools = all
    .filter(({ operation }) => operation.notForModels !== true)
    .map((connected) => {
      const { operation, connection } = connected
      return operationTool(connected, toolNameOf(shared.has(operation.name) ? `${operation.name}.${connection.name}` : operation.name))
    })
  return new Map(tools.map((made) => [made.name, made]))
}

/** One operation under one name. */
export function operationTool(connected: ConnectedOperation, name: string): OperationTool {
  const { operation, connection } = connected
  const { schema, renamed } = toolSchema(operation.input.json)
  const own = isJsonObject(schema.properties) ? schema.properties : {}
  const added = {
    ...(own._why === undefined ? { _why: whySchema } : {}),
    ...(operation.effect === 'read' || own._after !== undefined ? {} : { _after: afterSchema }),
    ...(operation.effect === 'read' || own._corrects !== undefined ? {} : { _corrects: correctsSchema }),
  }
  const inputSchema: JsonObject = { ...schema, properties: { ...own, ...added } }
  return {
    name,
    connected,
    tool: tool({
      description: descriptionOf(connected),
      inputSchema: jsonSchema(inputSchema as Parameters<typeof jsonSchema>[0]),
      providerOptions: {
        countersign: {
          operation: operation.name,
          title: operation.title,
          effect: operation.effect,
          repeat: operation.repeat,
          examples: [...operation.examples],
          connection: { name: connection.name, title: connection.title },
          outputSchema: operation.output.json as JsonObject,
        },
      },
    }),
    read(input) {
      if (!isJsonObject(input)) return { input, why: undefined, after: [], corrects: undefined }
      const rest = Object.fromEntries(Object.entries(input).filter(([key]) => !(key in added)))
      return {
        input: restoreKeys(rest, renamed),
        why: '_why' in added && typeof input._why === 'string' && input._why !== '' ? input._why.slice(0, 500) : undefined,
        after: '_after' in added ? namesIn(input._after) : [],
        corrects: '_corrects' in added && typeof input._corrects === 'string' && input._corrects !== '' ? input._corrects : undefined,
      }
    },
  }
}

function descriptionOf({ operation, confirmed }: ConnectedOperation): string {
  const effect = {
    read: 'reads, changes nothing',
    write: operation.undo.undoable ? 'changes something, can be undone' : 'changes something',
    irreversible: 'changes something for good, cannot be undone',
  }[operation.effect]
  return [
    `${operation.title}. ${operation.description}`.trim(),
    ...(operation.examples.length === 0 ? [] : [`Examples: ${operation.examples.join(' | ')}`]),
    `Effect: ${effect}${confirmed ? '' : '; not confirmed by an admin yet'}.`,
  ].join('\n')
}

function namesIn(value: unknown): string[] {
  const listed = Array.isArray(value) ? value : [value]
  return listed.filter((name): name is string => typeof name === 'string' && name !== '')
}
