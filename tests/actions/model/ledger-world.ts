import {
  cancelAction,
  checkUnknown,
  claimAction,
  prepareAction,
  resolveAction,
  runAction,
  statusOf,
  sweepActions,
} from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { setOperationEnabled } from '#lib/connectors/index.ts'
import { isAppError } from '#lib/core/index.ts'
import { type Caller, updatePerson } from '#lib/people/index.ts'
import { changePolicy, defaultRules, type PolicyRule } from '#lib/policy/index.ts'
import type { House } from '#tests/support/house.ts'
import type { Ledger } from './ledger-invariants.ts'

/** What a sequence works on: one real house for the whole file, and the actions of this sequence. */
export interface World {
  house: House
  ids: string[]
  /** Workers that took an action and have not been heard of since. */
  gone: { id: string; fence: number }[]
  rules: RulesName
  switchedOff: Set<string>
  /** What was seen after the last command. */
  ledger: Ledger | null
  /** Claims whose approvals were looked at, when they were new. */
  claims: Set<string>
}

export function newWorld(house: House): World {
  return { house, ids: [], gone: [], rules: 'usual', switchedOff: new Set(), ledger: null, claims: new Set() }
}

/** `refused`: it was told so, and nothing may have been written. */
export type Answer = 'done' | 'refused'

export async function answerOf(work: Promise<unknown>): Promise<Answer> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (isAppError(error)) return 'refused'
    throw error
  }
}

const rule = (name: string, more: Pick<PolicyRule, 'operations' | 'verdict' | 'requirements'>): PolicyRule => ({
  name,
  condition: null,
  reason: 'A sequence wants it so.',
  ...more,
})
export const rulesNames = ['usual', 'two approvers', 'no tickets', 'no refunds'] as const
export type RulesName = (typeof rulesNames)[number]
const added: Record<RulesName, PolicyRule[]> = {
  usual: [],
  'two approvers': [
    rule('two', {
      operations: ['commerce.refund_order', 'mail.send'],
      verdict: 'require_approval',
      requirements: [{ role: 'approver', quorum: 2, requesterExcluded: true }],
    }),
  ],
  'no tickets': [rule('none', { operations: ['helpdesk.create_ticket'], verdict: 'deny' })],
  'no refunds': [rule('none', { operations: ['commerce.refund_order'], verdict: 'deny' })],
}

export async function setRules(world: World, name: RulesName): Promise<void> {
  if (world.rules === name) return
  await changePolicy(world.house.platform, { rules: [...defaultRules, ...added[name]], comment: name, caller: world.house.admin })
  world.rules = name
}

export async function setEnabled({ house, switchedOff }: World, operation: string, enabled: boolean): Promise<void> {
  if (switchedOff.has(operation) !== enabled) return
  const { platform, admin } = house
  const connection = await platform.db.connection.findUniqueOrThrow({ where: { name: operation.split('.')[0] ?? '' } })
  const actor = { kind: 'person' as const, id: admin.personId }
  await setOperationEnabled(platform, { connectionId: connection.id, name: operation, enabled, actor })
  if (enabled) switchedOff.delete(operation)
  else switchedOff.add(operation)
}

/** The second approver loses the role, or has it again. */
export async function setSecondApprover({ house }: World, holds: boolean): Promise<void> {
  const { platform, admin, approver2 } = house
  if (approver2.roles.includes('approver') === holds) return
  approver2.roles = holds ? ['approver', 'member'] : ['member']
  const actor = { kind: 'person' as const, id: admin.personId }
  await updatePerson(platform, { personId: approver2.personId, roles: [...approver2.roles], actor })
}

export async function approve({ house }: World, id: string, caller: Caller, digest?: string, input?: unknown): Promise<Answer> {
  const shown = digest ?? (await house.look(id)).digest ?? 'sha256:none'
  const request = { actionId: id, caller, verdict: 'approve' as const, digest: shown }
  return answerOf(decideAction(house.platform, input === undefined ? request : { ...request, input }))
}

export async function reject({ house }: World, id: string, caller: Caller): Promise<Answer> {
  const { digest } = await house.look(id)
  return answerOf(decideAction(house.platform, { actionId: id, caller, verdict: 'reject', digest: digest ?? 'sha256:none' }))
}

export function cancel({ house }: World, id: string, caller: Caller): Promise<Answer> {
  return answerOf(cancelAction(house.platform, { actionId: id, caller }))
}

/** Whoever is asked looks there, and says what is true. */
export async function resolve({ house }: World, id: string, caller: Caller, again: boolean): Promise<Answer> {
  const happened = (await house.demo.journal(id)).length > 0
  const outcome = happened ? 'succeeded' : again ? 'run_again' : 'failed'
  return answerOf(resolveAction(house.platform, { actionId: id, outcome, comment: 'looked there', caller }))
}

export async function claimAndDie(world: World, id: string): Promise<void> {
  const claim = await claimAction(world.house.platform, id, 'dies')
  if (claim !== null) world.gone.push({ id, fence: claim.fence })
}

/** Past every lease, back-off and breaker; then what the sweep does. */
export async function sweepAfter({ house }: World, seconds: number): Promise<void> {
  house.platform.clock.advance(seconds * 1_000)
  await sweepActions(house.platform)
  await checkUnknown(house.platform)
}

const rounds = 40

/** Everything works again, and everybody does their part: no action may be left that never comes to an end. */
export async function untilSettled(world: World): Promise<string[]> {
  const { house, ids } = world
  await setRules(world, 'usual')
  await setSecondApprover(world, true)
  for (const operation of world.switchedOff) await setEnabled(world, operation, true)
  for (let round = 0; round < rounds; round += 1) {
    await sweepAfter(world, 300)
    let open = 0
    for (const id of ids) {
      const row = await house.look(id)
      if (row.settledAt === null) open += 1
      const status = statusOf(row)
      if (status === 'requested' || (status === 'awaiting_approval' && row.digest === null)) await prepareAction(house.platform, id)
      else if (status === 'queued') await runAction(house.platform, id, 'last')
      else if (status === 'outcome_unknown') await resolve(world, id, house.admin, round < 5)
      else if (status === 'awaiting_approval') await (round < 3 ? approve(world, id, house.approver) : cancel(world, id, house.admin))
    }
    if (open === 0) return []
  }
  return Promise.all(ids.map((id) => house.look(id))).then((rows) =>
    rows.flatMap((row) => (row.settledAt === null ? [`${row.id} ${row.operation} ${row.status}`] : [])),
  )
}
