import { matchesGlob } from '#lib/core/index.ts'
import type { Policy, PolicyRule } from './rule.ts'

/** Operations of Countersign itself: only rules that name it speak about them, so no `*` can lock the policy by accident. */
const housePrefix = 'countersign.'
/** The operation that changes the policy. */
export const changeOperation = `${housePrefix}change_policy`

const mostRemembered = 2_000
const remembered = new WeakMap<readonly PolicyRule[], Map<string, readonly PolicyRule[]>>()

/** The rules whose globs fit the operation, in the policy's order. Their conditions are not asked yet. */
export function rulesFor({ rules }: Policy, operation: string): readonly PolicyRule[] {
  const known = remembered.get(rules) ?? new Map<string, readonly PolicyRule[]>()
  remembered.set(rules, known)
  const found = known.get(operation)
  if (found !== undefined) return found
  const fitting = rules.filter(({ operations }) => operations.some((glob) => namesIt(glob, operation)))
  if (known.size < mostRemembered) known.set(operation, fitting)
  return fitting
}

function namesIt(glob: string, operation: string): boolean {
  return (!operation.startsWith(housePrefix) || glob.startsWith(housePrefix)) && matchesGlob(glob, operation)
}
