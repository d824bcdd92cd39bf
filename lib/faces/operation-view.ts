import { z } from 'zod'
import { type ConnectedOperation, type ConnectionSummary, connectionLimits, limitsOf } from '#lib/connectors/index.ts'
import { effects, repeats } from '#lib/core/index.ts'

export const operationViewSchema = z.object({
  name: z.string(),
  title: z.string(),
  description: z.string(),
  effect: z.enum(effects),
  repeat: z.enum(repeats),
  connection: z.object({ id: z.uuid(), name: z.string(), title: z.string() }),
  version: z.string(),
  inputSchema: z.looseObject({}),
  outputSchema: z.looseObject({}),
  examples: z.array(z.string()),
  undoable: z.boolean(),
  confirmed: z.boolean(),
})
export type OperationView = z.infer<typeof operationViewSchema>

/** An operation as the API shows it. */
export function operationView({ operation, connection, confirmed }: ConnectedOperation): OperationView {
  const { name, title, description, effect, repeat, version, input, output, examples, undo } = operation
  const { id, name: connectionName, title: connectionTitle } = connection
  return {
    name,
    title,
    description,
    effect,
    repeat,
    connection: { id, name: connectionName, title: connectionTitle },
    version,
    inputSchema: input.json,
    outputSchema: output.json,
    examples: [...examples],
    undoable: undo.undoable,
    confirmed,
  }
}

export const connectionViewSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string(),
  kind: z.string(),
  environment: z.string(),
  revision: z.int(),
  enabled: z.boolean(),
  /** Who may use it; with none, everybody. */
  access: z.array(z.object({ team: z.string(), operations: z.array(z.string()) })),
  /** What bounds its requests; what is left out goes by the house's own numbers. */
  limits: connectionLimits,
})
export type ConnectionView = z.infer<typeof connectionViewSchema>

/** A connection as the API shows it; never anything of its credential. */
export function connectionView({
  id,
  name,
  title,
  kind,
  environment,
  revision,
  enabled,
  access,
  settings,
}: ConnectionSummary): ConnectionView {
  return {
    id,
    name,
    title,
    kind,
    environment,
    revision,
    enabled,
    access: access.map(({ team, operations }) => ({ team, operations: [...operations] })),
    limits: limitsOf(settings),
  }
}
