import fc from 'fast-check'
import { expect } from 'vitest'
import { prepareAction, retryAction, runAction, undoAction } from '#lib/actions/index.ts'
import { settleAction } from '#lib/actions/settle-action.ts'
import { AttemptError } from '#lib/core/index.ts'
import type { Caller } from '#lib/people/index.ts'
import { newTraceId } from '#lib/platform/index.ts'
import { byKey, refund } from '#tests/support/house.ts'
import type { Fault } from '#tests/support/start-demo.ts'
import { mustHold } from './ledger-invariants.ts'
import type { Answer, World } from './ledger-world.ts'
import * as world from './ledger-world.ts'

class Act implements fc.AsyncCommand<object, World> {
  readonly name: string
  readonly act: (world: World) => Promise<Answer>
  constructor(name: string, act: (world: World) => Promise<Answer>) {
    this.name = name
    this.act = act
  }
  check(): boolean {
    return true
  }
  async run(_model: object, real: World): Promise<void> {
    await mustHold(real, await this.act(real))
  }
  toString(): string {
    return this.name
  }
}

const kinds: Record<string, { operation: string; input: (n: number) => unknown }> = {
  'a refund': { operation: 'commerce.refund_order', input: (n) => refund('0.05', String(1042 + (n % 3))) },
  'too large a refund': { operation: 'commerce.refund_order', input: () => refund('9999.00', '1046') },
  'a small limit': { operation: 'crm.set_credit_limit', input: (n) => limit('20.00', n) },
  'a large limit': { operation: 'crm.set_credit_limit', input: (n) => limit('30.00', n) },
  'a mail': { operation: 'mail.send', input: () => ({ to: 'ada@example.test', subject: 'Hello', body: 'A line.' }) },
  'a ticket': {
    operation: 'helpdesk.create_ticket',
    input: () => ({ subject: 'A vase', body: 'Broken.', requesterEmail: 'ada@example.test', priority: 'low' }),
  },
  'a note': { operation: 'crm.create_note', input: (n) => ({ contactId: String(501 + (n % 3)), text: 'Likes vases.' }) },
  'a look': { operation: 'commerce.get_order', input: () => ({ orderId: '1042' }) },
  'a look at nothing': { operation: 'commerce.get_order', input: () => ({ orderId: '9' }) },
  nonsense: { operation: 'commerce.refund_order', input: () => ({ orderId: 1 }) },
}
function limit(amount: string, n: number) {
  return { contactId: String(501 + (n % 3)), amount: { amount, currency: 'EUR' } }
}

const number = fc.nat(11)
const act = <T>(name: string, given: fc.Arbitrary<T>, run: (given: T, world: World) => Promise<Answer>) =>
  given.map((value) => new Act(`${name} ${JSON.stringify(value)}`, (real) => run(value, real)))

/** An action of the sequence that stands like this; now and then any other, which should be refused. */
function chosen({ ledger }: World, n: number, statuses: readonly string[]): string | undefined {
  const rows = ledger?.actions ?? []
  const fit = rows.filter(({ status }) => statuses.includes(status))
  const from = fit.length === 0 || n > 10 ? rows : fit
  return from[n % from.length]?.id
}

const on = <T>(
  name: string,
  statuses: readonly string[],
  given: fc.Arbitrary<T>,
  run: (id: string, given: T, world: World) => Promise<Answer>,
) =>
  act(name, fc.tuple(number, given), async ([n, value], real) => {
    const id = chosen(real, n, statuses)
    return id === undefined ? 'done' : run(id, value, real)
  })

const waiting = ['awaiting_approval']
const open = ['requested', 'awaiting_approval', 'queued', 'running', 'outcome_unknown']

async function requesterOf({ house }: World, id: string): Promise<Caller> {
  const { requestedById } = await house.look(id)
  const { member, member2, approver, approver2 } = house
  const found = [member, member2, approver, approver2].find(({ personId }) => personId === requestedById)
  if (found === undefined) throw new Error('nobody of the house asked for it')
  return found
}

const methods: Record<string, string> = { 'crm.set_credit_limit': 'PUT', 'commerce.get_order': 'GET', 'crm.delete_note': 'DELETE' }
const faultModes = fc.constantFrom<Fault['mode'] | 'none'>(
  'none',
  'none',
  'none',
  'drop_after',
  'drop_after',
  'drop_before',
  '500',
  '429',
  '429',
  'garbage',
)

async function work(real: World, id: string, mode: Fault['mode'] | 'none'): Promise<Answer> {
  const { demo, platform, look } = real.house
  const { operation, status, attempts } = await look(id)
  // Past the pause before the next attempt, so that it is made.
  if (status === 'queued' && attempts > 0) platform.clock.advance(5_000)
  const where = operation === 'mail.send' ? { path: 'smtp' } : { path: '*', method: methods[operation] ?? 'POST' }
  if (mode !== 'none') await demo.addFault({ ...where, mode })
  await runAction(platform, id, 'works')
  if (mode !== 'none') await demo.clearFaults()
  return 'done'
}

/** A worker that was taken for dead says how its attempt ended: only if nobody has taken over meanwhile. */
async function wakeUp(real: World, n: number): Promise<Answer> {
  const { house, gone } = real
  const [late] = gone.splice(n % Math.max(1, gone.length), 1)
  if (late === undefined) return 'done'
  const { status, fence } = await house.look(late.id)
  const error = new AttemptError('before_effect', 'The worker was held up; nothing was sent.')
  const ending = { fence: late.fence, connected: null, inDoubt: false, durationMs: null }
  const wrote = await settleAction(house.platform, late.id, { class: 'before_effect', error }, ending)
  expect(wrote !== null, 'a late worker wrote').toBe(status === 'running' && fence === late.fence)
  return wrote === null ? 'refused' : 'done'
}

/** Approve with a lower amount, with the worker that prepares it beside. */
async function edit(real: World, id: string, caller: Caller): Promise<Answer> {
  const row = await real.house.look(id)
  if (row.operation !== 'commerce.refund_order') return 'done'
  const { orderId, amount } = row.input as ReturnType<typeof refund>
  const lower = refund((Number(amount.amount) - 0.01).toFixed(2), orderId)
  const answer = world.approve(real, id, caller, undefined, lower)
  let over = false
  const finished = answer.finally(() => {
    over = true
  })
  while (!over) {
    const { status, digest } = await real.house.look(id)
    if (status === 'awaiting_approval' && digest === null) await prepareAction(real.house.platform, id)
  }
  return finished
}

async function keep(real: World, asked: Promise<{ id: string }>): Promise<Answer> {
  return world.answerOf(asked.then(({ id }) => real.ids.push(id)))
}

const ask = act(
  'ask for',
  fc.record({
    kind: fc.constantFrom(...Object.keys(kinds)),
    n: number,
    by: fc.constantFrom('member', 'member', 'member2', 'approver'),
    after: fc.option(number, { freq: 4 }),
  }),
  async ({ kind, n, by, after }, real) => {
    const wanted = kinds[kind]
    if (wanted === undefined) throw new Error(kind)
    const predecessor = after === null ? undefined : real.ids[after % Math.max(1, real.ids.length)]
    const caller = real.house[by]
    const made = await keep(
      real,
      real.house.ask(wanted.operation, wanted.input(n), { caller, ...(predecessor === undefined ? {} : { after: [predecessor] }) }),
    )
    if (kind === 'nonsense') expect(made).toBe('refused')
    return made
  },
)

/** Two things at the same moment, on one action. None may fail in another way than by being told. */
const racers: Record<string, (real: World, id: string) => Promise<unknown>> = {
  'an approver agrees': (real, id) => world.approve(real, id, real.house.approver),
  'another agrees': (real, id) => world.approve(real, id, real.house.approver2),
  'one rejects': (real, id) => world.reject(real, id, real.house.approver2),
  'an admin cancels': (real, id) => world.cancel(real, id, real.house.admin),
  'a worker prepares': (real, id) => prepareAction(real.house.platform, id),
  'a worker runs it': (real, id) => runAction(real.house.platform, id, 'one'),
  'another runs it': (real, id) => runAction(real.house.platform, id, 'two'),
  'it is swept': (real) => world.sweepAfter(real, 0),
  'somebody resolves': (real, id) => world.resolve(real, id, real.house.admin, true),
}

/** What would come next if nothing went wrong. */
async function goOn(id: string, mode: Fault['mode'] | 'none', real: World): Promise<Answer> {
  const { house } = real
  const { status, policy } = await house.look(id)
  if (status === 'requested') return house.prepare(id).then(() => 'done')
  if (status === 'queued') return work(real, id, mode)
  if (status === 'outcome_unknown') return world.resolve(real, id, house.admin, true)
  if (status !== 'awaiting_approval') return 'done'
  if (JSON.stringify(policy).includes('"quorum":2')) await world.approve(real, id, house.approver2)
  await world.approve(real, id, house.approver)
  return 'done'
}
const next = on('go on with', ['requested', 'awaiting_approval', 'queued', 'outcome_unknown'], faultModes, goOn)

/** Every sequence begins with these, so that the rest has something to happen to. */
export const beginnings = fc.array(ask, { minLength: 2, maxLength: 4 })

export const ledgerCommands = [
  ask,
  ask,
  next,
  next,
  next,
  next,
  next,
  next,
  on('prepare', ['requested'], fc.constant(''), async (id, _, { house }) => {
    await prepareAction(house.platform, id)
    return 'done'
  }),
  on('approve', waiting, fc.constantFrom('approver', 'approver', 'approver2'), (id, by, real) => world.approve(real, id, real.house[by])),
  on(
    'approve all the same',
    waiting,
    fc.constantFrom('by the requester', 'by a key', 'by a member', 'with another digest', 'with the digest of another'),
    async (id, how, real) => {
      const { house, ids } = real
      const requester = await requesterOf(real, id)
      const other = ids.find((one) => one !== id)
      const digest =
        how === 'with another digest'
          ? 'sha256:00'
          : how === 'with the digest of another' && other !== undefined
            ? ((await house.look(other)).digest ?? 'sha256:01')
            : undefined
      const callers: Record<string, Caller> = {
        'by the requester': requester,
        'by a key': byKey(house.approver),
        'by a member': house.member2,
      }
      if (digest === undefined && callers[how] === undefined) return 'done'
      const answer = await world.approve(real, id, callers[how] ?? house.approver2, digest)
      expect(answer, how).toBe('refused')
      return answer
    },
  ),
  on('reject', waiting, fc.constantFrom('approver', 'approver2'), (id, by, real) => world.reject(real, id, real.house[by])),
  on('lower the amount', waiting, fc.constantFrom('approver', 'approver2', 'member2'), (id, by, real) => edit(real, id, real.house[by])),
  on('cancel', open, fc.constantFrom('requester', 'admin', 'stranger'), async (id, by, real) => {
    const caller = by === 'requester' ? await requesterOf(real, id) : by === 'admin' ? real.house.admin : real.house.auditor
    const answer = await world.cancel(real, id, caller)
    if (by === 'stranger') expect(answer).toBe('refused')
    return answer
  }),
  on('run', ['queued'], faultModes, (id, mode, real) => work(real, id, mode)),
  on('run', ['queued'], faultModes, (id, mode, real) => work(real, id, mode)),
  on('claim and die', ['queued'], fc.constant(''), async (id, _, real) => {
    await world.claimAndDie(real, id)
    return 'done'
  }),
  act('a late worker wakes up', number, (n, real) => wakeUp(real, n)),
  act('time passes and it is swept', fc.constantFrom(0, 3, 11, 31, 301, 73 * 3_600), async (seconds, real) => {
    await world.sweepAfter(real, seconds)
    return 'done'
  }),
  on(
    'resolve',
    ['outcome_unknown'],
    fc.record({ by: fc.constantFrom('approver', 'approver2', 'admin'), again: fc.boolean() }),
    (id, { by, again }, real) => world.resolve(real, id, real.house[by], again),
  ),
  on('resolve what one asked for', ['outcome_unknown'], fc.boolean(), async (id, again, real) => {
    const answer = await world.resolve(real, id, await requesterOf(real, id), again)
    expect(answer).toBe('refused')
    return answer
  }),
  on('retry', ['failed'], fc.constant(''), async (id, _, real) => {
    const { status } = await real.house.look(id)
    const answer = await keep(
      real,
      requesterOf(real, id).then((caller) => retryAction(real.house.platform, { actionId: id, caller, via: 'api', traceId: newTraceId() })),
    )
    if (status !== 'failed') expect(answer).toBe('refused')
    return answer
  }),
  on('undo', ['succeeded'], fc.constant(''), async (id, _, real) => {
    const { status } = await real.house.look(id)
    const answer = await keep(
      real,
      requesterOf(real, id).then((caller) => undoAction(real.house.platform, { actionId: id, caller, via: 'api', traceId: newTraceId() })),
    )
    if (status !== 'succeeded') expect(answer).toBe('refused')
    return answer
  }),
  act('the rules become', fc.constantFrom(...world.rulesNames), async (name, real) => {
    await world.setRules(real, name)
    return 'done'
  }),
  act(
    'switched',
    fc.record({ operation: fc.constantFrom('commerce.refund_order', 'crm.create_note'), on: fc.boolean() }),
    async ({ operation, on }, real) => {
      await world.setEnabled(real, operation, on)
      return 'done'
    },
  ),
  act('the second approver has the role', fc.boolean(), async (holds, real) => {
    await world.setSecondApprover(real, holds)
    return 'done'
  }),
  on('at once', open, fc.uniqueArray(fc.constantFrom(...Object.keys(racers)), { minLength: 2, maxLength: 3 }), async (id, names, real) => {
    await Promise.all(names.map((name) => racers[name]?.(real, id)))
    return 'done'
  }),
]
