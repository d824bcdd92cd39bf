import type { JsonShape, PolicyWords } from '#components/admin/policy-words.ts'
import { listOperations } from '#lib/connectors/index.ts'
import type { Caller } from '#lib/people/index.ts'
import type { Platform } from '#lib/platform/index.ts'
import { factDocs, policyShape } from '#lib/policy/index.ts'

/** The most operations that are offered while one writes. */
const maxOperations = 2_000

/** What whoever writes a policy can be offered: facts, operations, and the members that a rule has. */
export async function policyWordsOf(platform: Platform, caller: Caller): Promise<PolicyWords> {
  const offered = await listOperations(platform, { person: caller })
  const operations = new Map(offered.map(({ operation: { name, title } }) => [name, { label: name, detail: title }]))
  return {
    facts: factDocs.map(({ name, type, doc, example }) => ({ label: name, detail: type, about: doc, example })),
    operations: [...operations.values()].sort((a, b) => (a.label < b.label ? -1 : 1)).slice(0, maxOperations),
    shape: policyShape() as JsonShape,
  }
}
