import { describe, expect, test } from 'vitest'
import { type Pause, pausedWords, pauseOver, pauseSentence } from './pause.ts'
import { waitingSpan } from './pause-items.ts'

const library = { id: 'c1', name: 'library', title: 'Library' }
const pause = (given: Partial<Pause>): Pause => ({
  id: 'p1',
  scope: 'everything',
  connection: null,
  operation: null,
  reason: 'the shelves are being counted',
  pausedBy: { id: 'i', name: 'Ines' },
  pausedAt: new Date(0),
  lifted: null,
  ...given,
})
const everything = pause({ id: 'all' })
const connection = pause({ id: 'connection', scope: 'connection', connection: library })
const operation = pause({ id: 'operation', scope: 'operation', operation: 'books.lend' })
const narrow = pause({ id: 'narrow', scope: 'operation', operation: 'books.lend', connection: library })

describe('a pause stops what it covers and nothing else', () => {
  const lend = { connectionId: 'c1', operation: 'books.lend' }
  const elsewhere = { connectionId: 'c2', operation: 'books.lend' }
  const other = { connectionId: 'c1', operation: 'books.find' }
  test.each<[string, Pause, boolean[]]>([
    ['everything', everything, [true, true, true]],
    ['a connection', connection, [true, false, true]],
    ['an operation, wherever it is offered', operation, [true, true, false]],
    ['an operation on one connection', narrow, [true, false, false]],
  ])('%s', (_name, given, stops) => {
    expect([lend, elsewhere, other].map((what) => pauseOver([given], what) !== null)).toEqual(stops)
  })
  test('of several the widest is named', () => {
    expect(pauseOver([narrow, connection, everything], lend)?.id).toBe('all')
    expect(pauseOver([narrow, connection], lend)?.id).toBe('connection')
    expect(pauseOver([], lend)).toBeNull()
  })
})

test('a sentence says who, what and why', () => {
  expect([everything, connection, operation, narrow].map(pausedWords)).toEqual([
    'everything',
    'Library',
    'books.lend',
    'books.lend on Library',
  ])
  expect(pauseSentence(connection)).toBe('Ines paused Library: “the shelves are being counted”.')
})

describe('a pause is told only in the story of what it held', () => {
  const at = (minute: number) => new Date(minute * 60_000)
  const row = { status: 'succeeded', attempts: 1, createdAt: at(1), queuedAt: at(10), firstSentAt: at(20), settledAt: at(21) }
  const now = at(60)
  test.each([
    ['approved late, run once: only while it stood in line', row, [10, 20]],
    ['still in line', { ...row, status: 'queued', attempts: 0, firstSentAt: null, settledAt: null }, [10, 60]],
    ['in line again after an attempt', { ...row, status: 'queued', settledAt: null }, [1, 60]],
    ['tried several times', { ...row, attempts: 3 }, [1, 21]],
    ['not prepared yet', { ...row, status: 'requested', queuedAt: null }, [1, 60]],
  ])('%s', (_name, given, [from = 0, until = 0]) => {
    expect(waitingSpan(given, now)).toEqual({ from: at(from), until: at(until) })
  })
  test('never queued: no pause held it', () => {
    expect(waitingSpan({ ...row, status: 'rejected', queuedAt: null }, now)).toBeNull()
  })
})
