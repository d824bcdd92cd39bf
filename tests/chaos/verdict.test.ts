import { describe, expect, test } from 'vitest'
import { type Evidence, judge } from '../../chaos/verdict.ts'

type Asked = Evidence['asked'][number]

const asked = (id: string, kind: Asked['kind'], more: Partial<Asked> = {}): Asked => ({
  ...{ key: `key-${id}`, operation: `some.${kind}`, kind, refused: false, id, problem: null },
  ...more,
})
const effect = (key: string | null) => ({ key, operation: 'some.operation' })

/** A run in which everything that may happen happened, and all of it is right. */
const sound: Evidence = {
  asked: [
    ...[asked('ticket', 'idempotent'), asked('refund', 'idempotent', { refused: true }), asked('limit', 'never'), asked('mail', 'never')],
    ...[asked('unsent', 'never'), asked('note', 'harmless'), asked('order', 'read'), asked('no', 'never')],
  ],
  actions: [
    ...([
      { id: 'ticket', status: 'succeeded' },
      { id: 'refund', status: 'failed' },
      { id: 'limit', status: 'succeeded' },
    ] as const),
    ...([
      { id: 'mail', status: 'outcome_unknown' },
      { id: 'unsent', status: 'outcome_unknown' },
      { id: 'note', status: 'succeeded' },
    ] as const),
    ...([
      { id: 'order', status: 'succeeded' },
      { id: 'no', status: 'rejected' },
    ] as const),
  ],
  journal: [effect('ticket'), effect('limit'), effect('mail'), effect('note')],
  changingRequests: 7,
  repeats: { repeated: 2, wrong: [] },
  audit: { ok: true, events: 30, checkpoints: 2 },
  left: [],
  exitCode: 0,
  attempts: { total: 8, unknown: 3, lost: 1, beforeEffect: 1 },
}

const rules = (change: Partial<Evidence>) => judge({ ...sound, ...change }).violations.map(({ rule, action }) => `${rule}: ${action}`)
const withStatus = (id: string, status: Evidence['actions'][number]['status']) => ({
  actions: sound.actions.map((action) => (action.id === id ? { id, status } : action)),
})
const without = (id: string) => ({ journal: sound.journal.filter(({ key }) => key !== id) })
const andEffect = (id: string | null) => ({ journal: [...sound.journal, effect(id)] })

test('a sound run passes, and its counts are those of what was seen', () => {
  const { outcome, violations, counts } = judge(sound)
  expect({ outcome, violations }).toEqual({ outcome: 'passed', violations: [] })
  expect(counts).toMatchObject({ asked: 8, accepted: 8, effects: 4, changingRequests: 7, repeats: 2, auditEvents: 30 })
  expect(counts.byStatus).toEqual({ succeeded: 4, failed: 1, outcome_unknown: 2, rejected: 1 })
  expect(counts.byKind.never).toEqual({ actions: 4, succeeded: 1, effects: 2, unknown: 2, unknownWithEffect: 1 })
})

describe('each broken promise is found', () => {
  test.each<[string, Partial<Evidence>, string[]]>([
    ['an effect with a key happened twice', andEffect('ticket'), ['one effect with a key: ticket']],
    ['an effect without a key happened twice', andEffect('limit'), ['at most one effect without a key: limit']],
    ['an effect that nobody saw happened twice', andEffect('mail'), ['at most one effect without a key: mail']],
    ['succeeded, and nothing happened', without('ticket'), ['succeeded means one effect: ticket']],
    ['harmless and succeeded, and nothing happened', without('note'), ['succeeded means one effect: note']],
    ['failed, and it happened', andEffect('refund'), ['failed means no effect: refund']],
    ['rejected, and it happened', andEffect('no'), ['rejected means no effect: no']],
    ['a read changed something', andEffect('order'), ['a read has no effect: order']],
    ['it is still running', withStatus('unsent', 'running'), ['every action is settled or its outcome is unknown: unsent']],
    ['it still waits to be prepared', withStatus('unsent', 'requested'), ['every action is settled or its outcome is unknown: unsent']],
    [
      'it waits for a person who was asked',
      withStatus('unsent', 'awaiting_approval'),
      ['every action is settled or its outcome is unknown: unsent'],
    ],
    ['an effect of nobody’s', andEffect('stranger'), ['every effect belongs to an action: stranger']],
    ['an effect without a name', andEffect(null), ['every effect belongs to an action: null']],
    [
      'answered 201, and gone',
      { actions: sound.actions.filter(({ id }) => id !== 'order') },
      ['nothing that was answered 201 is missing: order'],
    ],
    [
      'never answered',
      { asked: [...sound.asked, asked('x', 'read', { id: null, problem: 'no answer' })] },
      ['every request is answered: null'],
    ],
    ['one key made two actions', { actions: [...sound.actions, { id: 'twin', status: 'succeeded' }] }, ['one key is one action: twin']],
    [
      'two keys made one action',
      { asked: [...sound.asked, asked('order', 'read', { key: 'another' })] },
      ['two keys are two actions: order'],
    ],
    [
      'a repeat was answered with something else',
      { repeats: { repeated: 2, wrong: [{ id: 'ticket', why: 'another action' }] } },
      ['a repeat is answered like the first: ticket'],
    ],
    ['the audit does not fit', { audit: { ok: false, events: 30, checkpoints: 2, firstBad: { index: 3 } } }, ['the audit verifies: null']],
    ['a process is left', { left: ['4711 node worker'] }, ['no process is left: null']],
    ['it did not stop cleanly', { exitCode: 1 }, ['it stops cleanly: null']],
  ])('%s', (_name, change, expected) => {
    expect(rules(change)).toEqual(expected)
    expect(judge({ ...sound, ...change }).outcome).toBe('failed')
  })

  test('what was to be refused has succeeded', () => {
    const change = { ...withStatus('refund', 'succeeded'), ...andEffect('refund') }
    expect(rules(change)).toEqual(['what is refused does not succeed: refund'])
  })
})

test('a run in which nothing struck in flight has proved nothing and does not count', () => {
  for (const attempts of [
    { ...sound.attempts, unknown: 0, lost: 0 },
    { ...sound.attempts, lost: 0 },
  ]) {
    expect(judge({ ...sound, attempts }).outcome).toBe('not_run')
    expect(judge({ ...sound, attempts, left: ['4711 node worker'] }).outcome).toBe('failed')
  }
})
