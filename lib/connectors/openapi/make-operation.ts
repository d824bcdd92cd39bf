import {
  AttemptError,
  type CheckAnswer,
  type Effect,
  isJsonObject,
  type Operation,
  operationVersion,
  type Repeat,
  type Schema,
  type Undo,
} from '#lib/core/index.ts'
import { amountsOf } from './amounts.ts'
import { buildRequest } from './build-request.ts'
import type { HttpClient } from './client.ts'
import { coerceParameters, pathErrors } from './coerce-parameters.ts'
import type { OperationDeclarationData } from './declaration.ts'
import { variables } from './extensions.ts'
import { importedSchema } from './imported-schema.ts'
import { previewMaker } from './make-preview.ts'
import { evaluateInput, readThrough } from './read-through.ts'
import { expression, template } from './template.ts'

/** Raised when the way that imported operations are carried out changes its meaning. */
const revision = 1

/** What an admin has said an operation does, or what is proposed while nobody has. */
export interface Standing {
  effect: Effect
  repeat: Repeat
  confirmed: boolean
}

/**
 * The operation that a stored declaration describes, on a connection. Until somebody has confirmed it, a proposed `read`
 * counts as irreversible: nothing is done without preview and approval on a document's word alone.
 */
export function makeOperation(
  declaration: OperationDeclarationData,
  connection: { name: string; title: string },
  standing: Standing = declaration,
): Operation<unknown, unknown, HttpClient> {
  const effect: Effect = standing.effect === 'read' && !standing.confirmed ? 'irreversible' : standing.effect
  const { repeat } = standing
  const { request, title, description, examples, outside, money, extensions } = declaration
  const input = importedSchema(declaration.input, {
    formats: true,
    prepare: (value) => coerceParameters(declaration, value),
    more: (value) => pathErrors(declaration, value),
  })
  const output = importedSchema(declaration.output, { formats: false })
  const declared = {
    name: `${connection.name}.${declaration.name}`,
    effect,
    repeat,
    input,
    output,
    revision,
    extra: { method: request.method, path: request.path, extensions },
  }
  const { label, check } = labelAndCheck(declaration)
  return {
    ...declared,
    title,
    description,
    examples,
    outside,
    version: operationVersion(declared),
    ...(label === undefined ? {} : { label }),
    ...(check === undefined ? {} : { check }),
    ...(declaration.retry === undefined ? {} : { retry: retryOf(declaration.retry) }),
    amounts: (given) => amountsOf(money, given),
    preview: effect === 'read' ? null : previewMaker(declaration, connection.title),
    undo: undoOf(declaration, connection.name, effect),
    async run(given, { client, actionId, signal, requestId, beforeSend, answeredAs }) {
      const keyHeader = repeat === 'idempotent' ? declaration.keyHeader : null
      const sent = await client.send(buildRequest(request, given), {
        actionId,
        signal,
        keyHeader,
        fresh: repeat === 'never',
        requestId,
        beforeSend,
      })
      if (sent.seen.theirRequestId !== undefined) answeredAs?.(sent.seen.theirRequestId)
      return fitting(output, sent, connection.title)
    },
  }
}

function retryOf({ attempts, withinSeconds }: NonNullable<OperationDeclarationData['retry']>): NonNullable<Operation['retry']> {
  return {
    ...(attempts === undefined ? {} : { attempts }),
    ...(withinSeconds === undefined ? {} : { withinMs: withinSeconds * 1_000 }),
  }
}

function fitting(output: Schema, { value, seen }: { value: unknown; seen: unknown }, title: string): unknown {
  const parsed = output.parse(value)
  if (parsed.ok) return parsed.value
  const [first] = parsed.errors
  const where = first === undefined ? '' : ` (${[first.path, first.message].filter((part) => part !== '').join(' ')})`
  throw new AttemptError('unknown', `${title} answered, but not as its description says${where}.`, { seen })
}

type Extras = Pick<Operation<unknown, unknown, HttpClient>, 'label' | 'check'>

function labelAndCheck({ label, check, title }: OperationDeclarationData): Extras {
  const extras: Extras = {}
  if (label !== null) {
    const render = template(label, variables.label)
    extras.label = (input) => {
      try {
        return render({ input })
      } catch {
        // A field that the words name was not given.
        return title
      }
    }
  }
  if (check !== null) {
    const happened = expression(check.happened, variables.check)
    const result = expression(check.output, variables.check)
    extras.check = async (input, context): Promise<CheckAnswer<unknown>> => {
      const { actionId } = context
      const answer = await readThrough(check, evaluateInput(check.input, variables.checkInput, { input, actionId }), context)
      const verdict = happened({ input, answer, actionId })
      if (verdict === true) return { happened: true, output: result({ input, answer, actionId }) }
      return { happened: verdict === false ? false : 'unknown' }
    }
  }
  return extras
}

function undoOf({ undo }: OperationDeclarationData, connection: string, effect: Effect): Undo<unknown, unknown> {
  if (effect === 'read') return { undoable: false, why: 'Reading changes nothing.' }
  if (effect === 'irreversible') return { undoable: false, why: 'This cannot be undone.' }
  if (undo === null) return { undoable: false, why: 'Its description does not say how to undo it.' }
  if (!undo.possible) return { undoable: false, why: undo.why }
  return {
    undoable: true,
    undo: ({ input, output, before }) => ({
      operation: `${connection}.${undo.operation}`,
      input: evaluateInput(undo.input, variables.undo, { input, output: isJsonObject(output) ? output : {}, before }),
    }),
  }
}
