import { z } from 'zod'
import type { BuiltInConnector } from '#lib/connectors/index.ts'
import { defineOperation, fromZod } from '#lib/core/index.ts'

const input = z.strictObject({ number: z.int() })

/** Does nothing, so that what is measured is the ledger. */
const run = defineOperation({
  name: 'noop.run',
  title: 'Do nothing',
  description: 'Takes a number and does nothing with it.',
  effect: 'write',
  repeat: 'idempotent',
  input: fromZod(input),
  output: fromZod(z.object({})),
  examples: ['do nothing with {number}'],
  revision: 1,
  outside: false,
  preview: {
    live: false,
    make: ({ number }) => ({ summary: `Do nothing, ${number}`, changes: [{ path: 'number', label: 'Number', before: null, after: number }], warnings: [] }),
  },
  undo: { undoable: true, undo: ({ input: { number } }) => ({ operation: 'noop.run', input: { number: -number } }) },
  run: async () => ({}),
})

export const noopConnector = {
  title: 'Nothing',
  operations: [run] as unknown as BuiltInConnector['operations'],
  open: () => ({}),
}
