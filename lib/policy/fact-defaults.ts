import type { Facts } from './facts.ts'

/** Facts of an operation where nothing is remarkable: for tests of rules, and for what was stored before a fact was there. */
export function factDefaults(operation: string): Facts {
  return {
    operation,
    connection: operation.split('.')[0] ?? '',
    connector: 'openapi',
    environment: 'production',
    effect: 'write',
    repeat: 'idempotent',
    confirmed: true,
    undoable: false,
    input: {},
    preview: null,
    money: { minor: 0, currency: 'EUR', known: true },
    requester: { id: 'requester', roles: ['member'], teams: [], key: null },
    via: 'chat',
    tainted: false,
    sources: 0,
    sourceOperations: [],
    recipients: [],
    newRecipient: false,
    model: null,
    hour: 10,
    weekday: 1,
    businessHours: true,
  }
}
