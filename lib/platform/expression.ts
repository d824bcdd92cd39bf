import { type ASTNode, Environment, EvaluationError, ParseError } from '@marcbachmann/cel-js'

/** Longest expression, in UTF-8 bytes. */
export const maxExpressionBytes = 4096
/** Most values (members, elements, leaves) and most characters of text that an evaluation takes in. */
export const maxValueNodes = 20_000
const maxNestedValueNodes = 1_000
const maxValueCharacters = 2 ** 20

/** A function that expressions may call; arguments and results are plain JSON values. Its arity is what it declares. */
export type ExpressionFunction = (...values: unknown[]) => unknown

export interface CompileOptions {
  /** By name: `{ add: (a, b) => … }`. */
  functions?: Readonly<Record<string, ExpressionFunction>>
  /** The names that will have a value; another name is then an error at compile time. */
  variables?: readonly string[]
}

export type Compiled =
  | { ok: true; evaluate: (values: Readonly<Record<string, unknown>>) => unknown }
  /** `at` is the character (from 0) that the error is about. */
  | { ok: false; message: string; at: number }

/** Why an evaluation gave no value; `at` is the character (from 0) in the expression. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
  readonly at: number

  constructor(message: string, at: number, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.at = at
  }
}

// Regular expressions can hang, and `bind` doubles a value with each use.
const refused: Readonly<Record<string, string>> = {
  matches: 'regular expressions are not available; use contains, startsWith or endsWith',
  bind: 'bind is not available',
}
const loops = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])
const maxLoopDepth = 2

/**
 * Reads a CEL expression once, so that it can be evaluated often. Whole numbers are CEL ints, other numbers doubles; results
 * come back as plain JSON values. `evaluate` throws an ExpressionError for a missing key, wrong types or values beyond the caps.
 */
export function compileExpression(text: string, options: CompileOptions = {}): Compiled {
  if (Buffer.byteLength(text) > maxExpressionBytes) {
    return { ok: false, message: `an expression is at most ${maxExpressionBytes} bytes long`, at: 0 }
  }
  try {
    const run = environmentFor(options).parse(text)
    const depth = inspect(run.ast)
    const checked = run.check()
    if (!checked.valid) return { ok: false, ...described(checked.error) }
    return {
      ok: true,
      evaluate(values) {
        const taken = takeIn(values, depth < maxLoopDepth ? maxValueNodes : maxNestedValueNodes)
        try {
          return toPlain(run(taken))
        } catch (error) {
          const { message, at } = described(error)
          throw new ExpressionError(message, at, error)
        }
      },
    }
  } catch (error) {
    return { ok: false, ...described(error) }
  }
}

function environmentFor({ functions = {}, variables }: CompileOptions): Environment {
  const environment = new Environment({
    unlistedVariablesAreDyn: variables === undefined,
    homogeneousAggregateLiterals: false,
    limits: { maxAstNodes: 2000, maxDepth: 60 },
  })
  for (const name of variables ?? []) environment.registerVariable(name, 'dyn')
  for (const [name, call] of Object.entries(functions)) {
    const parameters = Array.from({ length: call.length }, () => 'dyn').join(', ')
    environment.registerFunction(`${name}(${parameters}): dyn`, (...values: unknown[]) => toCel(call(...values.map(toPlain))))
  }
  return environment
}

/** How deep loops are nested (a search through a list counts as one); throws on what is not available. */
function inspect(node: ASTNode): number {
  const inner = (parts: readonly unknown[]) => Math.max(0, ...parts.flat(2).filter(isNode).map(inspect))
  if (node.op === 'call' || node.op === 'rcall') {
    const [name] = node.args
    const why = refused[name]
    if (why !== undefined) throw new ExpressionError(why, node.pos)
    const depth = inner(node.args) + (node.op === 'rcall' && loops.has(name) ? 1 : 0)
    if (depth > maxLoopDepth) throw new ExpressionError(`loops can be nested ${maxLoopDepth} deep`, node.pos)
    return depth
  }
  const depth = inner(Array.isArray(node.args) ? node.args : [node.args])
  // `x in [1, 2]` searches a short list that stands in the text; `x in input.list` a long one.
  return node.op === 'in' && node.args[1].op !== 'list' ? Math.min(depth + 1, maxLoopDepth) : depth
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'pos' in part
}

function takeIn(values: Readonly<Record<string, unknown>>, maxNodes: number): Record<string, unknown> {
  const left = { nodes: maxNodes, characters: maxValueCharacters }
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, toCel(value, left)]))
}

function toCel(value: unknown, left = { nodes: maxValueNodes, characters: maxValueCharacters }): unknown {
  left.nodes -= 1
  if (typeof value === 'string') left.characters -= value.length
  if (left.nodes < 0 || left.characters < 0) throw new ExpressionError('the values are too large to look at', 0)
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  if (Array.isArray(value)) return value.map((element) => toCel(element, left))
  if (value === undefined) return null
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([, member]) => member !== undefined)
  return Object.fromEntries(members.map(([key, member]) => [key, toCel(member, left)]))
}

function toPlain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value.toString()
  }
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(toPlain)
  if (value instanceof Map) return Object.fromEntries([...value].map(([key, member]) => [String(key), toPlain(member)]))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, toPlain(member)]))
}

function described(error: unknown): { message: string; at: number } {
  if (error instanceof ExpressionError) return { message: error.message, at: error.at }
  if (error instanceof ParseError || error instanceof EvaluationError) {
    return { message: error.summary, at: error.range?.start ?? error.node?.pos ?? 0 }
  }
  if (error instanceof Error) {
    // The library's own TypeError has the same two fields.
    const { summary, range } = error as Error & { summary?: string; range?: { start: number } }
    return { message: summary ?? error.message, at: range?.start ?? 0 }
  }
  return { message: String(error), at: 0 }
}
