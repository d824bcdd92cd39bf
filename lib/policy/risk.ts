import type { Facts } from './facts.ts'

/** How much is at stake by what the operation does; something that cannot be undone begins at 40. */
const byEffect = { read: 0, write: 15, irreversible: 40 } as const

/**
 * How much is at stake, from 0 to 100, to sort by; nothing is decided with it. Reading is 0. Else the effect's (15 for a write, 40 for
 * what cannot be undone), 10 for a write that nothing takes back, up to 30 for money (10 for each power of ten from 10.00 on; 20 where
 * it can't be read), 15 with outside content in sight, 15 for an operation that nobody confirmed, 10 for a new recipient; halved in a
 * sandbox.
 */
export function riskOf(
  facts: Pick<Facts, 'effect' | 'undoable' | 'money' | 'tainted' | 'confirmed' | 'newRecipient' | 'environment'>,
): number {
  if (facts.effect === 'read') return 0
  const sum =
    byEffect[facts.effect] +
    (facts.effect === 'write' && !facts.undoable ? 10 : 0) +
    moneyRisk(facts.money) +
    (facts.tainted ? 15 : 0) +
    (facts.confirmed ? 0 : 15) +
    (facts.newRecipient ? 10 : 0)
  return Math.min(100, facts.environment === 'sandbox' ? Math.round(sum / 2) : sum)
}

function moneyRisk({ minor, known }: Facts['money']): number {
  if (!known || minor === null) return 20
  return Math.min(30, Math.max(0, Math.floor(Math.log10(Math.max(1, minor))) - 2) * 10)
}
