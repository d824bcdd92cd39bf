/** From the mildest to the strictest. */
export const verdicts = ['allow', 'require_approval', 'deny'] as const
export type VerdictKind = (typeof verdicts)[number]

export function strictest(kinds: readonly VerdictKind[]): VerdictKind {
  return kinds.reduce((left, right) => (verdicts.indexOf(right) > verdicts.indexOf(left) ? right : left), 'allow')
}
