import { expect, test } from 'vitest'
import { createConversation, startTurn, sweepTurns, turnAnswer, turnsAfterRestore } from '#lib/assistant/index.ts'
import { setStage } from './stage.ts'

test('turns that a backup holds unfinished ask no model again: who asked is told, and may ask again', async () => {
  const { platform, member, messages } = await setStage({}, { worker: false })
  const { id: conversationId } = await createConversation(platform, { caller: member })
  const begin = async (text: string) => {
    const { turnId } = await startTurn(platform, { caller: member, conversationId, text, via: 'chat', traceId: 'a'.repeat(32) })
    return turnId
  }
  const running = await begin('Refund 20 EUR on 1043, dented.')
  // Its worker lived when the backup was made, and its lease has not run out.
  const leaseUntil = new Date(platform.clock.now().getTime() + 60_000)
  await platform.db.turn.update({ where: { id: running }, data: { status: 'running', fence: 1, leaseUntil } })
  const queued = '01890000-0000-7000-8000-00000000000a'
  const { id: _, sequence, ...row } = await platform.db.turn.findUniqueOrThrow({ where: { id: running }, omit: { error: true } })
  await platform.db.turn.create({ data: { ...row, id: queued, sequence: sequence + 1, status: 'queued', fence: 0, leaseUntil: null } })

  expect(await turnsAfterRestore(platform, { madeAt: new Date('2026-03-01T12:00:00Z') })).toBe(2)
  for (const turnId of [running, queued]) expect(await turnAnswer(platform, { turnId })).toMatchObject({ status: 'failed' })
  const words = (await messages(conversationId)).filter(({ role }) => role === 'assistant')
  expect(words).toHaveLength(2)
  for (const { text } of words) expect(text).toContain('restored from a backup of 2026-03-01 12:00 UTC')
  expect(await platform.db.action.count()).toBe(0)
  expect(await sweepTurns(platform)).toMatchObject({ lost: 0, woken: 0 })
  expect(await turnsAfterRestore(platform, { madeAt: new Date() })).toBe(0)
})
