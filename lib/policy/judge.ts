import type { Operation, Preview, Role, Via } from '#lib/core/index.ts'
import { gather, type Platform, perPlatform } from '#lib/platform/index.ts'
import { evaluatePolicy, type Verdict } from './evaluate-policy.ts'
import { factsOf, type ModelFacts, type StoredFacts } from './facts.ts'
import { keyFacts } from './key-facts.ts'
import { knownDomains } from './known-domains.ts'
import type { InForce } from './policy-in-force.ts'
import { readWindows, type WindowSubject } from './read-windows.ts'
import { recipientDomains } from './recipients.ts'
import { noWindows, type WindowCall, type Windows } from './windows.ts'
import { answersFor, windowsFor } from './windows-for.ts'

/** What is to be judged: an action as it stands, or one that is only thought of. */
export interface Judgement extends WindowSubject {
  connected: { operation: Operation; connection: { name: string; kind: string; environment: string }; confirmed: boolean }
  input: unknown
  /** What it would change; null for a read, and where that is not known yet. */
  preview: Preview | null
  requester: { id: string; roles: readonly Role[]; teams: readonly string[] }
  apiKeyId: string | null
  via: Via
  tainted: boolean
  sources: readonly unknown[]
  model: ModelFacts | null
}

const windowsOf = perPlatform((platform: Platform) =>
  gather<{ subject: WindowSubject; calls: readonly WindowCall[] }, Windows>((asked) => readWindows(platform, asked), {
    most: 50,
    atOnce: 2,
  }),
)

/**
 * What the policy says, and the facts that it saw, as they are kept. Reads what the facts need besides (windows, who is known, the key) for all who are
 * judged at the same moment together; nothing where no rule and no address asks for it. What could not be read never speaks for
 * the action.
 */
export async function judge(
  platform: Platform,
  { policy, rates, calendar }: InForce,
  asked: Judgement,
): Promise<{ verdict: Verdict; facts: StoredFacts }> {
  const { id, createdAt, requestedById, connectionId } = asked
  const { name } = asked.connected.operation
  const calls = windowsFor(policy, name)
  const [windows, known, key] = await Promise.all([
    calls.length === 0 ? noWindows : windowsOf(platform)({ subject: { id, createdAt, requestedById, connectionId }, calls }),
    knownDomains(platform, recipientDomains(asked.input).domains),
    keyFacts(platform, asked.apiKeyId),
  ])
  const { roles, teams } = asked.requester
  const facts = factsOf({
    ...asked,
    requester: { id: asked.requester.id, roles, teams, key },
    knownDomains: known,
    rates,
    calendar,
    now: platform.clock.now(),
  })
  const verdict = evaluatePolicy(policy, facts, windows)
  const { input: _input, ...kept } = facts
  if (calls.length === 0) return { verdict, facts: kept }
  return { verdict, facts: { ...kept, windows: answersFor(policy, name, { windows, decidedBy: verdict.decidedBy }) } }
}
