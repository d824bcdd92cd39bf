import type { ASTNode } from '@marcbachmann/cel-js'
import { ExpressionError } from './expression-error.ts'

// Regular expressions can hang, and `bind` doubles a value with each use.
const refused: Readonly<Record<string, string>> = {
  matches: 'regular expressions are not available; use contains, startsWith or endsWith',
  bind: 'bind is not available',
}
const loops = new Set(['all', 'exists', 'exists_one', 'map', 'filter'])
export const maxLoopDepth = 2

/** A call of a function whose answer comes with each evaluation: `null` where an argument is neither a literal nor a name. */
export interface LateCall {
  name: string
  args: ({ literal: unknown; at: number } | { variable: string; at: number } | { at: number })[]
  at: number
}

/** What can be said of an expression before it is evaluated. */
export interface Shape {
  /** How deep loops are nested (a search through a list counts as one). */
  depth: number
  /** The names that it looks at, those of its loops among them. */
  names: ReadonlySet<string>
  lateCalls: readonly LateCall[]
  /** What it takes at most, in steps, for so many values and characters. */
  stepsFor(nodes: number, characters: number): number
}

/** Throws ExpressionError on what is not available. `late`: the functions that are answered with each evaluation. */
export function shapeOf(ast: ASTNode, late: ReadonlySet<string>, bounded: boolean): Shape {
  const depth = loopDepth(ast)
  const seen: Seen = { plain: [], reading: [], joins: 0, size: 0, names: new Set(), lateCalls: [], late, bounded }
  walk(ast, 0, seen)
  return {
    depth,
    names: seen.names,
    lateCalls: seen.lateCalls,
    stepsFor(nodes, characters) {
      // Whatever is joined together is at most so many times as long, and once more for each loop whose variable holds it.
      const growth = (seen.joins + 1) ** (depth + 1)
      const most = nodes * growth + seen.size
      const reading = most + (characters * growth) / charactersPerStep
      return [0, 1, 2].reduce((sum, level) => sum + ((seen.plain[level] ?? 0) + (seen.reading[level] ?? 0) * reading) * most ** level, 0)
    },
  }
}

/** How much text is read in the time of one step. */
const charactersPerStep = 64

interface Seen {
  /** Nodes of constant cost, by the number of loops around them; and those that may read whole values. */
  plain: number[]
  reading: number[]
  joins: number
  size: number
  names: Set<string>
  lateCalls: LateCall[]
  late: ReadonlySet<string>
  bounded: boolean
}

const constant = new Set(['value', 'id', '.', '[]', 'list', 'map', '?:', '||', '&&', '!_', '-_'])

function walk(node: ASTNode, level: number, seen: Seen): void {
  seen.size += 1
  if (node.op === 'id') seen.names.add(node.args)
  if (node.op === '+') seen.joins += 1
  const costs = isConstant(node, seen) ? seen.plain : seen.reading
  costs[level] = (costs[level] ?? 0) + 1
  if (node.op === 'call' && seen.late.has(node.args[0])) seen.lateCalls.push(lateCall(node))
  if (node.op === 'rcall') {
    const [name, receiver, args] = node.args
    if (seen.bounded && (name === 'split' || name === 'join')) throw new ExpressionError(`${name} is not available here`, node.pos)
    walk(receiver, level, seen)
    for (const each of args) walk(each, level + (loops.has(name) ? 1 : 0), seen)
    return
  }
  for (const each of partsOf(node)) walk(each, level, seen)
}

/** Whether its cost does not grow with the values: a literal beside it ends a comparison at once. */
function isConstant(node: ASTNode, { late }: Seen): boolean {
  if (constant.has(node.op)) return true
  if (node.op === 'call') return node.args[0] === 'has' || late.has(node.args[0])
  if (node.op === 'rcall') return loops.has(node.args[0])
  return partsOf(node).some(({ op }) => op === 'value')
}

function lateCall(node: Extract<ASTNode, { op: 'call' }>): LateCall {
  const [name, args] = node.args
  return {
    name,
    at: node.pos,
    args: args.map((each) => {
      if (each.op === 'value') return { literal: each.args, at: each.pos }
      return each.op === 'id' ? { variable: each.args, at: each.pos } : { at: each.pos }
    }),
  }
}

function loopDepth(node: ASTNode): number {
  const inner = Math.max(0, ...partsOf(node).map(loopDepth))
  if (node.op === 'call' || node.op === 'rcall') {
    const [name] = node.args
    const why = refused[name]
    if (why !== undefined) throw new ExpressionError(why, node.pos)
    const depth = inner + (node.op === 'rcall' && loops.has(name) ? 1 : 0)
    if (depth > maxLoopDepth) throw new ExpressionError(`loops can be nested ${maxLoopDepth} deep`, node.pos)
    return depth
  }
  // `x in [1, 2]` searches a short list that stands in the text; `x in input.list` a long one.
  return node.op === 'in' && node.args[1].op !== 'list' ? Math.min(inner + 1, maxLoopDepth) : inner
}

function partsOf(node: ASTNode): ASTNode[] {
  const parts: readonly unknown[] = Array.isArray(node.args) ? node.args : [node.args]
  return parts.flat(2).filter(isNode)
}

function isNode(part: unknown): part is ASTNode {
  return typeof part === 'object' && part !== null && 'op' in part && 'pos' in part
}
