/** A guard, broken: `find` stands in the file exactly once, and with `replace` in its place the named test must fail. */
export interface Mutation {
  guard: 'digest' | 'fence' | 'last look' | 'requester excluded' | 'settled stays settled' | 'compare-and-set count' | 'lost wake-up'
  file: string
  find: string
  replace: string
  /** Of `tests/actions/guards.test.ts`. */
  test: string
}

/** The newest that says what `move_actions` does. */
const ledgerFunctions = 'prisma/migrations/20261128183157_policy_and_approvals/migration.sql'

export const mutations: readonly Mutation[] = [
  {
    guard: 'digest',
    file: 'lib/approvals/lock-for-decision.ts',
    find: 'if (row.digest !== digest) throw',
    replace: 'if (row.digest === null) throw',
    test: 'digest: a decision on another digest counts for nothing and is kept nowhere',
  },
  {
    guard: 'digest',
    file: 'lib/actions/second-look.ts',
    find: 'actionDigest(row, stored) !== row.digest',
    replace: 'row.digest === undefined',
    test: 'digest: what was changed in the row after the approval is not sent',
  },
  {
    guard: 'digest',
    file: ledgerFunctions,
    find: 'and (not m.guarded or a.digest is not distinct from m.digest)',
    replace: '',
    test: 'digest: an action that got another card since it was read is not moved by who saw the old one',
  },
  {
    guard: 'fence',
    file: ledgerFunctions,
    find: 'and a.status = m."from" and a.fence = m.fence',
    replace: 'and a.status = m."from"',
    test: 'fence: a worker that wakes after its lease writes nothing over the one that took over',
  },
  {
    guard: 'fence',
    file: 'lib/actions/settle-action.ts',
    find: "if (statusOf(row) !== 'running' || row.fence !== fence) return null",
    replace: "if (statusOf(row) !== 'running') return null",
    test: 'fence: an end that is written alone is refused as well when another one has taken over',
  },
  {
    guard: 'last look',
    file: 'lib/connectors/openapi/client.ts',
    find: 'maxBytes: maxResultBytes, fresh, beforeSend }',
    replace: 'maxBytes: maxResultBytes, fresh }',
    test: 'last look: a worker whose lease runs out while it connects sends nothing',
  },
  {
    guard: 'requester excluded',
    file: 'lib/actions/votes-on.ts',
    find: 'return [row.requestedById, ...row.editedBy]',
    replace: 'return [...row.editedBy]',
    test: 'requester excluded: who asked cannot agree, with every role there is',
  },
  {
    guard: 'requester excluded',
    file: 'lib/policy/requirements.ts',
    find: 'if (requirement.requesterExcluded && involved) return []',
    replace: 'if (requirement.requesterExcluded && !involved) return []',
    test: 'requester excluded: an own approval that stands in the row all the same does not count',
  },
  {
    guard: 'settled stays settled',
    file: 'lib/core/action-states.ts',
    find: '  succeeded: [],',
    replace: "  succeeded: ['cancelled'],",
    test: 'settled stays settled: nobody cancels, resolves, decides or runs it any more',
  },
  {
    guard: 'settled stays settled',
    file: ledgerFunctions,
    find: 'and a.status = m."from"',
    replace: '',
    test: 'settled stays settled: who read it before it settled moves nothing',
  },
  {
    guard: 'compare-and-set count',
    file: 'lib/actions/move-action.ts',
    find: 'if (hasDependents === undefined) return false',
    replace: 'if (hasDependents === undefined) return true',
    test: 'compare-and-set count: who came second is told so',
  },
  {
    guard: 'compare-and-set count',
    file: 'lib/actions/claim-action.ts',
    find: 'if (!claimed.has(row.id)) return []',
    replace: 'if (claimed === null) return []',
    test: 'compare-and-set count: of two workers that claim at once, one runs it',
  },
  {
    guard: 'lost wake-up',
    file: 'lib/actions/claim-action.ts',
    find: "(held === null ? 'passed_over' : null)",
    replace: 'null',
    test: 'lost wake-up: an action that somebody only holds just when it would be claimed is claimed all the same',
  },
]
