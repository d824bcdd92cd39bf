import { Environment } from '@marcbachmann/cel-js'
import { describedError, ExpressionError } from './expression-error.ts'
import { type LateCall, maxLoopDepth, type Shape, shapeOf } from './expression-shape.ts'
import { maxValueCharacters, maxValueNodes, type TakenValues, takeValues, toCel, tooLarge, toPlain } from './expression-values.ts'

export { ExpressionError } from './expression-error.ts'
export type { LateCall } from './expression-shape.ts'
export { type TakenValues, takeValues } from './expression-values.ts'

/** Longest expression, in UTF-8 bytes. */
const maxExpressionBytes = 4096
const maxNestedValueNodes = 1_000

/** A function that expressions may call; arguments and results are plain JSON values. Its arity is what it declares. */
export type ExpressionFunction = (...values: unknown[]) => unknown
/** The answers of late functions, for one evaluation. */
export type LateFunctions = Readonly<Record<string, ExpressionFunction>>

export interface CompileOptions {
  /** By name: `{ add: (a, b) => … }`. */
  functions?: Readonly<Record<string, ExpressionFunction>>
  /** Functions that are answered with each evaluation, by name, with the number of their arguments. */
  late?: Readonly<Record<string, number>>
  /** The names that will have a value; another name is then an error at compile time. */
  variables?: readonly string[]
  /** What it may take, in steps: more than that is refused before it begins. */
  maxSteps?: number
}

export type Compiled =
  | {
      ok: true
      /** Throws an ExpressionError for a missing key, wrong types or values beyond the caps. */
      evaluate: (values: Readonly<Record<string, unknown>> | TakenValues, late?: LateFunctions) => unknown
      /** The values that it looks at. */
      names: ReadonlySet<string>
      lateCalls: readonly LateCall[]
    }
  /** `at` is the character (from 0) that the error is about. */
  | { ok: false; message: string; at: number }

/**
 * Reads a CEL expression once, so that it can be evaluated often. Whole numbers are CEL ints, other numbers doubles; results
 * come back as plain JSON values.
 */
export function compileExpression(text: string, options: CompileOptions = {}): Compiled {
  if (Buffer.byteLength(text) > maxExpressionBytes) {
    return { ok: false, message: `an expression is at most ${maxExpressionBytes} bytes long`, at: 0 }
  }
  const lateNames = Object.keys(options.late ?? {})
  // Evaluation is synchronous, so the answers of one cannot be those of another.
  const answers: { now: LateFunctions } = { now: {} }
  try {
    const run = environmentFor(options, answers).parse(text)
    const shape = shapeOf(run.ast, new Set(lateNames), options.maxSteps !== undefined)
    const checked = run.check()
    if (!checked.valid) return { ok: false, ...describedError(checked.error) }
    return {
      ok: true,
      names: shape.names,
      lateCalls: shape.lateCalls,
      evaluate(values, late = {}) {
        const taken = takeIn(shape, isTaken(values) ? values : takeValues(values), options.maxSteps)
        answers.now = late
        try {
          return toPlain(run(taken))
        } catch (error) {
          const { message, at } = describedError(error)
          throw new ExpressionError(message, at, error)
        } finally {
          answers.now = {}
        }
      },
    }
  } catch (error) {
    return { ok: false, ...describedError(error) }
  }
}

function environmentFor({ functions = {}, late = {}, variables }: CompileOptions, answers: { now: LateFunctions }): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: variables === undefined,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 2000, maxDepth: 60 },
  })
  for (const name of variables ?? []) environment.registerVariable(name, 'dyn')
  const register = (name: string, arity: number, call: ExpressionFunction) => {
    const parameters = Array.from({ length: arity }, () => 'dyn').join(', ')
    environment.registerFunction(`${name}(${parameters}): dyn`, (...values: unknown[]) => toCel(call(...values.map(toPlain))))
  }
  for (const [name, call] of Object.entries(functions)) register(name, call.length, call)
  for (const [name, arity] of Object.entries(late)) {
    register(name, arity, (...values) => {
      const call = answers.now[name]
      if (call === undefined) throw new Error(`${name} has no answer here`)
      return call(...values)
    })
  }
  return environment
}

/** The values that the expression looks at, within its caps. */
function takeIn(shape: Shape, values: TakenValues, maxSteps: number | undefined): Record<string, unknown> {
  let nodes = 0
  let characters = 0
  const given: Record<string, unknown> = {}
  for (const name of shape.names) {
    const taken = values.take(name)
    if (taken === undefined) continue
    nodes += taken.nodes
    characters += taken.characters
    given[name] = taken.value
  }
  if (nodes > (shape.depth < maxLoopDepth ? maxValueNodes : maxNestedValueNodes) || characters > maxValueCharacters) throw tooLarge()
  if (maxSteps !== undefined && shape.stepsFor(nodes, characters) > maxSteps) {
    throw new ExpressionError('it would take too long for values of this size', 0)
  }
  return given
}

function isTaken(values: Readonly<Record<string, unknown>> | TakenValues): values is TakenValues {
  return typeof values.take === 'function'
}
