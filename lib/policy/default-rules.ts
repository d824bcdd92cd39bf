import type { Grantable, PolicyRule } from './rule.ts'

/** Against fatigue: an approver may say yes once for several, up to 1,000.00 for all of them, and never for what outsiders wrote. */
const standing: Grantable = { role: 'approver', atMost: 100_000, tainted: false }

/**
 * The rules that every installation begins with. Amounts are minor units of the organisation's currency:
 * 2500 are 25.00 where it has cents. No connection of the organisation is named here, so they hold for whatever is connected. Only
 * what happens often may be stood for by a grant, up to 1,000.00 in all, never for what outsiders wrote nor for a first recipient.
 * No rule sets a time limit: the house's own holds.
 */
export const defaultRules: readonly PolicyRule[] = [
  {
    name: 'reads',
    operations: ['*'],
    condition: 'effect == "read"',
    verdict: 'allow',
    reason: 'Reading changes nothing.',
  },
  {
    name: 'confirmed writes',
    operations: ['*'],
    condition: 'effect == "write" && confirmed',
    verdict: 'allow',
    reason: 'This can be undone or corrected.',
  },
  {
    name: 'writes above 25.00',
    operations: ['*'],
    condition: 'effect == "write" && money.known && money.minor > 2500',
    verdict: 'require_approval',
    requirements: [{ role: 'approver', quorum: 1, requesterExcluded: true }],
    grantable: standing,
    reason: 'The amount is above 25.00.',
  },
  {
    name: 'writes with an unclear amount',
    operations: ['*'],
    condition: 'effect == "write" && !money.known',
    verdict: 'require_approval',
    requirements: [{ role: 'approver', quorum: 1, requesterExcluded: true }],
    reason: 'The amount could not be read.',
  },
  {
    name: 'irreversible',
    operations: ['*'],
    condition: 'effect == "irreversible"',
    verdict: 'require_approval',
    requirements: [{ role: 'approver', quorum: 1, requesterExcluded: true }],
    grantable: standing,
    reason: 'This cannot be undone.',
  },
  {
    name: 'first time to this recipient',
    operations: ['*'],
    condition: 'effect == "irreversible" && newRecipient',
    verdict: 'require_approval',
    requirements: [{ role: 'approver', quorum: 1, requesterExcluded: true }],
    reason: 'Nothing has gone to an address of that domain before.',
  },
  {
    name: 'unconfirmed operations',
    operations: ['*'],
    condition: '!confirmed',
    verdict: 'require_approval',
    requirements: [{ role: 'admin', quorum: 1, requesterExcluded: false }],
    reason: 'No admin has confirmed yet what this operation does.',
  },
  {
    name: 'asked with outside content in sight',
    operations: ['*'],
    condition: 'tainted && effect != "read"',
    verdict: 'require_approval',
    requirements: [{ role: 'approver', quorum: 1, requesterExcluded: true }],
    reason: 'The assistant had text written by others in sight when it asked for this.',
  },
  {
    name: 'policy changes',
    operations: ['countersign.change_policy'],
    condition: null,
    verdict: 'allow',
    reason: 'An admin may change these rules; every version is kept.',
  },
]
