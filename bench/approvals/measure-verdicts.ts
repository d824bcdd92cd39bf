import { evaluatePolicy, type Facts, type Policy, rulesSchema } from '#lib/policy/index.ts'
import { type Latencies, latenciesOf, medianLatencies } from '../statistics.ts'

export interface VerdictSpeed {
  rules: number
  /** Milliseconds of one verdict where every rule speaks about the operation, so that every condition is evaluated … */
  allFit: Latencies
  /** … and where one in ten does. */
  someFit: Latencies
}

/** What people write: effects, amounts, teams, inputs, recipients, hours. */
const conditions = [
  'effect == "write" && confirmed',
  'money.known && money.minor > 2500',
  '"finance" in requester.teams && !tainted',
  'has(input.orderId) && input.orderId.startsWith("99")',
  'recipients.exists(r, r.domain.endsWith(".example") && !r.known)',
  'hour < 8 || hour >= 20 || weekday > 5',
  'preview != null && preview.changes > 10',
  'environment == "production" && via in ["api", "mcp"]',
]

/** How long a verdict takes over a policy of `rules` rules, the facts being there. */
export function measureVerdicts({ rules, rounds, times }: { rules: number; rounds: number; times: number }): VerdictSpeed {
  return {
    rules,
    allFit: verdictsOf(policyOf(rules, 1), { rounds, times }),
    someFit: verdictsOf(policyOf(rules, 10), { rounds, times }),
  }
}

function verdictsOf(policy: Policy, { rounds, times }: { rounds: number; times: number }): Latencies {
  // Once without counting: conditions are compiled, and so is the code that asks them.
  evaluateTimes(policy, times)
  return medianLatencies(Array.from({ length: rounds }, () => latenciesOf(evaluateTimes(policy, times))))
}

function evaluateTimes(policy: Policy, times: number): number[] {
  const taken: number[] = []
  for (let n = 0; n < times; n++) {
    const facts = factsOf(n)
    const began = performance.now()
    evaluatePolicy(policy, facts)
    taken.push(performance.now() - began)
  }
  return taken
}

/** Every `fits`th rule is about the operation that is asked for. */
function policyOf(count: number, fits: number): Policy {
  const rules = Array.from({ length: count }, (_, n) => ({
    name: `rule ${n}`,
    operations: [n % fits === 0 ? 'commerce.*' : `other${n}.*`],
    condition: conditions[n % conditions.length],
    verdict: n % 3 === 0 ? 'require_approval' : 'allow',
    reason: 'A reason that people read.',
  }))
  return { version: 1, rules: rulesSchema.parse(rules) }
}

function factsOf(n: number): Facts {
  return {
    operation: 'commerce.refund_order',
    connection: 'commerce',
    connector: 'openapi',
    environment: 'production',
    effect: 'irreversible',
    repeat: 'idempotent',
    confirmed: true,
    undoable: false,
    input: { orderId: String(1000 + n), amount: { amount: '49.90', currency: 'EUR' }, reason: 'It arrived broken.' },
    preview: { changes: 2, fields: ['refunded', 'status'] },
    money: { minor: 4990 + n, currency: 'EUR', known: true },
    requester: { id: `person ${n}`, roles: ['member'], teams: ['support'], key: null },
    via: 'chat',
    tainted: n % 2 === 0,
    sources: 1,
    sourceOperations: ['helpdesk.get_ticket'],
    recipients: [{ domain: 'customer.example', known: false }],
    newRecipient: true,
    model: null,
    hour: n % 24,
    weekday: 1 + (n % 7),
    businessHours: true,
  }
}
