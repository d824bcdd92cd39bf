/** How grave an operation is. `write` can be undone or corrected, `irreversible` cannot. */
export const effects = ['read', 'write', 'irreversible'] as const
export type Effect = (typeof effects)[number]

/** What a second request does: the other side takes our key | changes nothing more | happens a second time. */
export const repeats = ['idempotent', 'harmless', 'never'] as const
export type Repeat = (typeof repeats)[number]

export const roles = ['member', 'approver', 'admin', 'auditor'] as const
export type Role = (typeof roles)[number]

export const doors = ['chat', 'api', 'workflow', 'mcp', 'schedule'] as const
/** Through which door an action was asked for. */
export type Via = (typeof doors)[number]
