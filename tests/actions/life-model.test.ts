import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type AttemptClass, actionStatuses, isSettled, mayMove, type Repeat } from '#lib/core/index.ts'
import { contractEnds, contractWays } from './model/contract.ts'
import { type Life, type LifeEvent, live, newLife, type Verdict } from './model/life.ts'
import { modelRuns } from './model/runs.ts'

/** One action, and what its requests came to at the other side. */
interface Seen {
  life: Life
  effects: number
  /** The other side keeps the key with the card that it was first used for. */
  keyUsedFor: number | null
  /** Workers that took it and have not said how it ended; `sent` is what their request came to. */
  workers: { fence: number; sent: AttemptClass }[]
}

/** One event, and then everything that must always hold. Answers the status after it, or null when it was refused. */
function step(seen: Seen, event: LifeEvent): string | null {
  const before = seen.life
  const after = live(before, event)
  if (after === null) return null
  seen.life = after
  const way = `${before.status} → ${after.status}`
  if (before.status !== after.status) expect(contractWays, way).toContain(way)
  expect(contractEnds, `settled, and ${event.kind} changed it`).not.toContain(before.status)
  expect(after.fence, 'a fence went down').toBeGreaterThanOrEqual(before.fence)
  expect(seen.effects, 'the effect was doubled').toBeLessThanOrEqual(1)
  if (after.status === 'succeeded') expect(seen.effects, 'succeeded without an effect').toBe(1)
  if (after.status === 'failed') expect(seen.effects, 'failed, and yet it happened').toBe(0)
  if (event.kind === 'claimed' && after.status === 'running' && event.now.verdict === 'ask') mustBeAgreed(after, event.now.requirements)
  return after.status
}

/** Nobody runs what nobody agreed to: as many persons as asked for, on this very digest, none of them involved. */
function mustBeAgreed({ votes, digest, requester, editors }: Life, requirements: readonly { quorum: number }[]): void {
  const persons = new Set(votes.filter((vote) => vote.digest === digest).map((vote) => vote.person))
  for (const involved of [requester, ...editors]) persons.delete(involved)
  for (const { quorum } of requirements) expect(persons.size, 'it ran without the approvals').toBeGreaterThanOrEqual(quorum)
}

interface World {
  actions: Seen[]
}

class Happens implements fc.Command<object, World> {
  readonly pick: number
  readonly name: string
  readonly act: (seen: Seen, world: World) => void
  constructor(pick: number, name: string, act: (seen: Seen, world: World) => void) {
    this.pick = pick
    this.name = name
    this.act = act
  }
  check(): boolean {
    return true
  }
  run(_told: object, world: World): void {
    const seen = world.actions[this.pick % world.actions.length]
    if (seen === undefined) throw new Error('every sequence begins with an action')
    this.act(seen, world)
  }
  toString(): string {
    return `${this.name} (${this.pick})`
  }
}

const people = ['asks', 'agrees', 'agrees too', 'asks as well']
const approver = { role: 'approver', requesterExcluded: true } as const
const verdict: fc.Arbitrary<Verdict> = fc.oneof(
  fc.constant({ verdict: 'allow' } as const),
  { weight: 3, arbitrary: fc.constantFrom(1, 2).map((quorum) => ({ verdict: 'ask' as const, requirements: [{ ...approver, quorum }] })) },
  fc.constant({ verdict: 'deny' } as const),
)

type Wire = 'answers' | 'drops_after' | 'drops_before' | 'busy' | 'refuses'

/** What one request does at the other side, and what the worker sees of it. */
function send(seen: Seen, wire: Wire): AttemptClass {
  if (wire === 'busy') return 'before_effect'
  if (wire === 'refuses') return 'refused'
  if (wire === 'drops_before') return 'unknown'
  const { repeat, digest } = seen.life
  if (repeat === 'idempotent' && seen.keyUsedFor !== null && seen.keyUsedFor !== digest) return 'refused'
  const known = seen.effects > 0 && repeat !== 'never'
  if (!known) seen.effects += 1
  seen.keyUsedFor ??= digest
  return wire === 'answers' ? 'succeeded' : 'unknown'
}

function claim(seen: Seen, now: Verdict, wire: Wire): Seen['workers'][number] | null {
  if (step(seen, { kind: 'claimed', now }) !== 'running') return null
  const worker = { fence: seen.life.fence, sent: send(seen, wire) }
  seen.workers.push(worker)
  return worker
}

function newAction(repeat: Repeat, hasCheck: boolean, requester: string): Seen {
  return { life: newLife({ repeat, hasCheck, requester }), effects: 0, keyUsedFor: null, workers: [] }
}

const pick = fc.nat(7)
const one = <T>(name: string, given: fc.Arbitrary<T>, act: (given: T, seen: Seen, world: World) => void) =>
  fc
    .record({ pick, given })
    .map(({ pick, given }) => new Happens(pick, `${name} ${JSON.stringify(given)}`, (seen, world) => act(given, seen, world)))

const repeats = fc.constantFrom<Repeat>('idempotent', 'harmless', 'never')
const person = fc.constantFrom(...people)
const wires = fc.constantFrom<Wire>('answers', 'drops_after', 'drops_before', 'busy', 'refuses')
/** Mostly the card that is shown; now and then an older one, or one that never was. */
const card = fc.constantFrom(0, 0, 0, 0, -1, 1)

const commands = [
  one('ask', fc.record({ repeat: repeats, hasCheck: fc.boolean(), person }), ({ repeat, hasCheck, person }, _seen, world) => {
    world.actions.push(newAction(repeat, hasCheck, person))
  }),
  one('prepare', fc.oneof({ weight: 9, arbitrary: verdict }, fc.constant({ verdict: 'unprepared' } as const)), (given, seen) => {
    step(seen, { kind: 'prepared', ...given })
  }),
  one('decide', fc.record({ person, card, verdict: fc.constantFrom('approve', 'approve', 'approve', 'reject') }), (given, seen) => {
    step(seen, { kind: 'decided', person: given.person, digest: seen.life.digest + given.card, verdict: given.verdict })
  }),
  one('edit', fc.record({ person, card, lowered: fc.boolean() }), (given, seen) => {
    step(seen, { kind: 'edited', person: given.person, digest: seen.life.digest + given.card, lowered: given.lowered })
  }),
  one('cancel', fc.constant(''), (_, seen) => step(seen, { kind: 'cancelled' })),
  one('lapse', fc.constant(''), (_, seen) => step(seen, { kind: 'lapsed' })),
  one('claim and die', fc.record({ verdict, wires }), ({ verdict, wires }, seen) => claim(seen, verdict, wires)),
  one('work', fc.record({ verdict, wires }), ({ verdict, wires }, seen) => {
    const worker = claim(seen, verdict, wires)
    if (worker !== null) step(seen, { kind: 'ended', fence: worker.fence, seen: worker.sent })
  }),
  one('wake up late', fc.nat(3), (which, seen) => {
    const worker = seen.workers[which % Math.max(1, seen.workers.length)]
    if (worker !== undefined) step(seen, { kind: 'ended', fence: worker.fence, seen: worker.sent })
  }),
  one('lose the lease', fc.constant(''), (_, seen) => step(seen, { kind: 'lease_lost' })),
  one('look whether it happened', fc.boolean(), (answers, seen) => {
    step(seen, { kind: 'checked', happened: answers ? seen.effects > 0 : 'unknown' })
  }),
  one('resolve', fc.record({ person, again: fc.boolean() }), ({ person, again }, seen) => {
    // Whoever is asked looks there, and says what is true.
    step(seen, { kind: 'resolved', person, outcome: seen.effects > 0 ? 'succeeded' : again ? 'run_again' : 'failed' })
  }),
  one('retry or undo', fc.constantFrom('failed', 'succeeded'), (status, { life }, world) => {
    if (life.status === status) world.actions.push(newAction(life.repeat, life.hasCheck, life.requester))
  }),
]

test('the table is the contract’s, and has an answer for every pair of statuses', () => {
  const ways = actionStatuses.flatMap((from) => actionStatuses.filter((to) => mayMove(from, to)).map((to) => `${from} → ${to}`))
  expect(ways.toSorted()).toEqual([...contractWays].toSorted())
  expect(actionStatuses.filter(isSettled).toSorted()).toEqual([...contractEnds].toSorted())
})

test('no sequence of what can happen makes a transition that the contract lacks, or changes what has settled', () => {
  const went = new Set<string>()
  const sequences = fc.commands(commands, { maxCommands: 40, size: '+1' })
  fc.assert(
    fc.property(repeats, fc.boolean(), sequences, (repeat, hasCheck, sequence) => {
      const first = newAction(repeat, hasCheck, 'asks')
      const real = { actions: [first] }
      fc.modelRun(() => ({ model: {}, real }), sequence)
      for (const { life } of real.actions) went.add(life.status)
    }),
    modelRuns(3_000),
  )
  // A run that never gets anywhere proves nothing.
  expect([...went].toSorted()).toEqual([...actionStatuses].toSorted())
})
