import { expect, test } from 'vitest'
import { faultModes } from '#demo/faults.ts'
import { makePlan, type Plan, type Strike } from '../../chaos/plan.ts'

const long = (seed: number) => makePlan({ seed, actions: 500, queue: 'redis' })
const short = (seed: number) => makePlan({ seed, actions: 60, queue: 'redis' })
const seeds = Array.from({ length: 30 }, (_, index) => index + 1)

const strikesOf = <K extends Strike['kind']>({ strikes }: Plan, kind: K) =>
  strikes.flatMap(({ at, strike }) => (strike.kind === kind ? [{ at, strike: strike as Extract<Strike, { kind: K }> }] : []))

test('a seed that failed can be run again: the same seed gives the same plan, another one another', () => {
  expect(long(7)).toEqual(long(7))
  expect(long(7).actions.map(({ input }) => input)).not.toEqual(long(8).actions.map(({ input }) => input))
  expect(long(7).strikes).not.toEqual(long(8).strikes)
})

test.each([
  ['long', long, 500],
  ['short', short, 60],
] as const)('no kind of strike and no kind of action is left out of any seed: %s form', (_name, make, count) => {
  for (const seed of seeds) {
    const plan = make(seed)
    expect(plan.actions).toHaveLength(count)
    expect(new Set(plan.actions.map(({ key }) => key)).size).toBe(count)
    expect(new Set(plan.actions.map(({ kind }) => kind))).toEqual(new Set(['idempotent', 'never', 'harmless', 'read']))
    expect(plan.actions.some(({ operation }) => operation === 'mail.send')).toBe(true)
    expect(plan.actions.some(({ refused }) => refused)).toBe(true)
    for (const kind of [
      'kill_worker',
      'stop_worker',
      'kill_web',
      'kill_postgres',
      'cut_database',
      'cut_outside',
      'flush_redis',
      'kill_redis',
    ] as const) {
      expect(strikesOf(plan, kind).length, `${kind}, seed ${seed}`).toBeGreaterThan(0)
    }
    const faults = strikesOf(plan, 'fault').map(({ strike }) => strike.fault)
    for (const mode of faultModes) {
      expect(
        faults.some((fault) => fault.mode === mode && fault.path === 'smtp'),
        `${mode} of mails, seed ${seed}`,
      ).toBe(true)
      expect(
        faults.some((fault) => fault.mode === mode && fault.path !== 'smtp'),
        `${mode}, seed ${seed}`,
      ).toBe(true)
    }
  }
})

test('every strike comes while there is still something to ask for, in order, and a stop outlasts the lease', () => {
  for (const seed of seeds) {
    for (const plan of [long(seed), short(seed)]) {
      const places = plan.strikes.map(({ at }) => at)
      expect(places).toEqual(places.toSorted((left, right) => left - right))
      expect(Math.min(...places)).toBeGreaterThan(0)
      expect(Math.max(...places)).toBeLessThan(plan.actions.length * 0.8)
      for (const { strike } of strikesOf(plan, 'stop_worker')) expect(strike.seconds).toBeGreaterThan(30)
    }
  }
})

test('the queue on PostgreSQL: nothing is planned for a Redis that is not there', () => {
  const plan = makePlan({ seed: 1, actions: 500, queue: 'postgres' })
  expect([...strikesOf(plan, 'flush_redis'), ...strikesOf(plan, 'kill_redis')]).toEqual([])
})

test('what the back office would refuse is meant to be refused: no order gives back more than it was paid, no note goes twice', () => {
  for (const seed of seeds) {
    const { actions } = long(seed)
    const sums = new Map<string, number>()
    for (const { operation, refused, input } of actions) {
      if (operation !== 'commerce.refund_order' || refused) continue
      const { orderId, amount } = input as { orderId: string; amount: { amount: string } }
      sums.set(orderId, (sums.get(orderId) ?? 0) + Number(amount.amount))
    }
    // Each of these orders was paid with 60.00 EUR or more.
    expect(Math.max(...sums.values())).toBeLessThanOrEqual(60)
    const notes = actions.flatMap(({ operation, input }) => (operation === 'crm.delete_note' ? [input.noteId] : []))
    expect(new Set(notes).size).toBe(notes.length)
  }
})
