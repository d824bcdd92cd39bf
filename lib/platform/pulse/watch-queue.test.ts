import { expect, test } from 'vitest'
import { canaryIds, canaryOf } from './canary-id.ts'
import { hungAfterBeats } from './tunables.ts'
import { freshWatch, type QueueSigns, type QueueStep, watchQueue } from './watch-queue.ts'

const quiet: QueueSigns = { moved: false, full: false, answered: true, takenAnew: false }
const unanswered = { ...quiet, answered: false }
const othersTake = { ...quiet, takenAnew: true }

function steps(all: readonly QueueSigns[], patience = 4): QueueStep['do'][] {
  let watch = freshWatch
  return all.map((signs) => {
    const seen = watchQueue(watch, signs, patience)
    watch = seen.watch
    return seen.step.do
  })
}

const times = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value)

test('a worker that takes jobs sends the next canary each time, for ever', () => {
  expect(new Set(steps(times(500, { ...quiet, moved: true })))).toEqual(new Set(['send']))
})

test('a canary that the queue lost is sent again, and one that waits in line is not doubled each time', () => {
  expect(steps([quiet, ...times(6, unanswered)], 100)).toEqual(['send', 'wait', 'wait', 'send', 'wait', 'wait', 'send'])
})

test('nobody takes what the queue takes in: late, and not a beat before its patience is over', () => {
  expect(steps([quiet, ...times(3, unanswered)])).toEqual(['send', 'wait', 'wait', 'end'])
})

test('others take its canaries: it is not late before it was summoned three times and came to none', () => {
  expect(steps(times(7, othersTake))).toEqual(['send', 'send', 'send', 'summon', 'summon', 'summon', 'end'])
  const came = steps([...times(4, othersTake), { ...quiet, moved: true }, ...times(3, othersTake)])
  expect(came).toEqual(['send', 'send', 'send', 'summon', 'send', 'send', 'send', 'send'])
})

test('a worker that is full is busy, not late; one whose places never come free hangs', () => {
  const full = { ...unanswered, full: true }
  const seen = steps(times(hungAfterBeats, full))
  expect(seen.at(-1)).toBe('end')
  expect(seen.slice(0, -1)).not.toContain('end')
  expect(steps([...times(hungAfterBeats - 1, full), { ...full, moved: true }, ...times(5, full)])).not.toContain('end')
})

test('what is no canary is never taken for one', () => {
  const senderId = '01890000-0000-7000-8000-000000000000'
  for (const canary of [
    { senderId, number: 7, summons: false },
    { senderId, number: 8, summons: true },
  ])
    for (const id of canaryIds(canary, 3)) expect(canaryOf(id)).toEqual(canary)
  for (const id of [senderId, `errand/${senderId}`, `outcomes/${senderId}`, 'canary/x/1', `canary/${senderId}/`])
    expect(canaryOf(id)).toBeNull()
})
