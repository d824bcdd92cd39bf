import { describe, expect, test } from 'vitest'
import { defaultRules } from '#lib/policy/index.ts'
import { changePolicy } from './change-policy.ts'
import type { CountersignClient } from './client.ts'

const rules = [{ name: 'all', operations: ['*'], condition: null, verdict: 'deny', reason: 'Closed.' }] as const
const context = { actionId: 'a1', signal: AbortSignal.timeout(1_000) }

test('rules or a version to go back to, one of them', () => {
  expect(changePolicy.input.parse({ rules, comment: 'Closing.' }).ok).toBe(true)
  expect(changePolicy.input.parse({ restore: 1, comment: 'Back.' }).ok).toBe(true)
  expect(changePolicy.input.parse({ comment: 'Neither.' }).ok).toBe(false)
  expect(changePolicy.input.parse({ rules, restore: 1, comment: 'Both.' }).ok).toBe(false)
})

describe('what an approver sees', () => {
  const client: CountersignClient = {
    look: async () => ({
      former: { version: 3, rules: defaultRules, tests: [], comment: '', changedBy: null, changedAt: new Date(0) },
      next: { rules: [...defaultRules.slice(1), { ...rules[0], operations: ['*'] }], tests: [] },
      warnings: ['Nobody could change it again.'],
    }),
    change: async () => ({ version: 4, former: 3 }),
  }

  test('each rule that is added, removed or changed, whole, before and after', async () => {
    if (changePolicy.preview?.live !== true) throw new Error('its preview reads the policy as it is')
    const shown = await changePolicy.preview.make({ comment: 'Closing.' }, { ...context, client })
    expect(shown.changes.map(({ path }) => path)).toEqual(['version', 'rules.reads', 'rules.all'])
    expect(shown.changes[1]).toMatchObject({ before: expect.stringContaining('when effect == "read"'), after: null })
    expect(shown.changes[2]).toMatchObject({ before: null, after: 'deny *\nbecause: Closed.' })
    expect(shown).toMatchObject({ summary: 'Change the policy (2 entries of it): Closing.', warnings: ['Nobody could change it again.'] })
  })

  test('its undo asks for the version before', async () => {
    if (!changePolicy.undo.undoable) throw new Error('it can be undone')
    const output = await changePolicy.run({ comment: 'Closing.' }, { ...context, client })
    expect(changePolicy.undo.undo({ input: { comment: 'Closing.' }, output, before: {} }).input).toEqual({
      restore: 3,
      comment: 'Back to version 3.',
    })
  })
})

test('only an admin may ask for it, and no model is ever offered it', () => {
  expect(changePolicy).toMatchObject({ requesterRole: 'admin', notForModels: true, effect: 'write', repeat: 'harmless' })
})
