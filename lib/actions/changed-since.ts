import { canonicalJson, type Preview } from '#lib/core/index.ts'

/**
 * What is no longer as the action left it: where the undo finds another value than was put there. Undoing writes over what somebody
 * else changed meanwhile, so people are told. Only paths that both previews name can be compared.
 */
export function changedSince(done: Preview | null, undo: Preview | null): string[] {
  const left = new Map((done?.changes ?? []).map(({ path, after }) => [path, after]))
  const labels = (undo?.changes ?? [])
    .filter(({ path, before }) => {
      const after = left.get(path) ?? null
      return after !== null && before !== null && canonicalJson(after) !== canonicalJson(before)
    })
    .map(({ label }) => label)
  return labels.length === 0 ? [] : [`Changed since then: ${labels.join(', ')}. Undoing writes over that.`]
}
