import { setTimeout as wait } from 'node:timers/promises'
import { z } from 'zod'
import type { BuiltInConnector } from '#lib/connectors/index.ts'
import { AttemptError, defineOperation, fromZod } from '#lib/core/index.ts'

const input = z.strictObject({ number: z.int(), hangMs: z.int().min(0).optional() })
const output = z.object({ begunAt: z.number() })

/** Does nothing, so that what is measured is the ledger; or nothing for a while, like a system that hangs. Says when it was reached. */
const run = defineOperation({
  name: 'noop.run',
  title: 'Do nothing',
  description: 'Takes a number and does nothing with it.',
  effect: 'write',
  repeat: 'idempotent',
  input: fromZod(input),
  output: fromZod(output),
  examples: ['do nothing with {number}'],
  revision: 1,
  outside: false,
  preview: {
    live: false,
    make: ({ number }) => ({
      summary: `Do nothing, ${number}`,
      changes: [{ path: 'number', label: 'Number', before: null, after: number }],
      warnings: [],
    }),
  },
  undo: { undoable: true, undo: ({ input: { number } }) => ({ operation: 'noop.run', input: { number: -number } }) },
  async run({ hangMs = 0 }, { signal }) {
    const begunAt = performance.timeOrigin + performance.now()
    if (hangMs > 0) {
      await wait(hangMs, undefined, { signal }).catch(() => {
        throw new AttemptError('unknown', 'It did not answer in time.')
      })
    }
    return { begunAt }
  },
})

export const noopConnector: BuiltInConnector = {
  title: 'Nothing',
  operations: [run] as unknown as BuiltInConnector['operations'],
  open: () => ({}),
}
