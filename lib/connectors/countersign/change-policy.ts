import { z } from 'zod'
import { defineOperation, fromZod } from '#lib/core/index.ts'
import { changeOperation, policyChanges, policyTestsSchema, rulesSchema } from '#lib/policy/index.ts'
import type { CountersignClient } from './client.ts'

const input = z
  .strictObject({
    rules: rulesSchema.optional().describe('All rules of the new version.'),
    tests: policyTestsSchema.optional().describe('All tests; without them those of the version before stay.'),
    restore: z.int().min(1).optional().describe('Instead of rules: the version whose rules and tests are to hold again.'),
    comment: z.string().trim().min(1).max(2_000).describe('Why it changes.'),
    expectedVersion: z.int().min(1).optional().describe('The version that the change was made from.'),
  })
  .refine(({ rules, restore }) => (rules === undefined) !== (restore === undefined), {
    message: 'rules are needed, or the version to restore, and not both',
    path: ['rules'],
  })

const output = z.object({ version: z.int(), former: z.int() })

/** Makes a new version of the policy. Its own rules say who must agree to that; only an admin may ask, and never a model. */
export const changePolicy = defineOperation<z.infer<typeof input>, z.infer<typeof output>, CountersignClient>({
  name: changeOperation,
  title: 'Change the policy',
  description: 'Makes a new version of the rules that say what may be done here and who must agree.',
  effect: 'write',
  repeat: 'harmless',
  input: fromZod(input),
  output: fromZod(output),
  examples: ['change the policy: {comment}', 'go back to version {restore} of the policy'],
  revision: 1,
  outside: false,
  requesterRole: 'admin',
  notForModels: true,
  label: () => 'Change the policy',
  // No money is spent here: the amounts in its tests are examples.
  amounts: () => [],
  preview: {
    live: true,
    async make(wanted, { client }) {
      const { former, next, warnings } = await client.look(wanted)
      const changes = policyChanges(former, next)
      const version = { path: 'version', label: 'Version', before: former.version, after: former.version + 1 }
      const what =
        changes.length === 0 ? 'nothing in it is different' : `${changes.length} ${changes.length === 1 ? 'entry' : 'entries'} of it`
      return { summary: `Change the policy (${what}): ${wanted.comment}`, changes: [version, ...changes], warnings }
    },
  },
  undo: {
    undoable: true,
    undo: ({ output: { former } }) => ({
      operation: changeOperation,
      input: { restore: former, comment: `Back to version ${former}.` },
    }),
  },
  async run(wanted, { client, actionId, beforeSend }) {
    beforeSend?.()
    return client.change(wanted, actionId)
  },
})
