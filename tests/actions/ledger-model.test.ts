import fc from 'fast-check'
import { expect, test } from 'vitest'
import { actionStatuses } from '#lib/core/index.ts'
import { openHouse } from '#tests/support/house.ts'
import { beginnings, ledgerCommands } from './model/ledger-commands.ts'
import { mustHold } from './model/ledger-invariants.ts'
import { newWorld, untilSettled } from './model/ledger-world.ts'
import { modelRuns } from './model/runs.ts'

const house = await openHouse({ random: () => 0.5 })
// Attempts that run out within a sequence.
await house.platform.db
  .$executeRaw`update connection set settings = settings || '{"attempts": 3}', "updatedAt" = now() + interval '1 second'`

test('no sequence of requests, decisions, claims, crashes and the rest makes the real ledger leave the contract', {
  timeout: 600_000,
}, async () => {
  const went = new Set<string>()
  const sequences = fc.commands(ledgerCommands, { maxCommands: 24, size: '+1' })
  await fc.assert(
    fc.asyncProperty(beginnings, sequences, async (first, sequence) => {
      const world = newWorld(house)
      for (const ask of first) await ask.run({}, world)
      await fc.asyncModelRun(() => ({ model: {}, real: world }), sequence)
      // Whatever happened: once everything works again, each of them comes to an end.
      expect(await untilSettled(world)).toEqual([])
      await mustHold(world, 'done')
      for (const { content } of world.ledger?.events ?? []) went.add(content.to ?? 'requested')
    }),
    modelRuns(200, { slow: true }),
  )
  // Sequences that never get anywhere prove nothing.
  expect([...went].toSorted()).toEqual([...actionStatuses].toSorted())
})
