/** The demo organisation as plain data: what the first start puts into an empty Countersign. */
export const demoOrganisation = {
  name: 'Acme',
  currency: 'EUR',
  /** What one unit is worth in EUR. */
  rates: { USD: '0.92', GBP: '1.17', CHF: '1.04', SEK: '0.088', DKK: '0.134', PLN: '0.23' },
} as const

/** Only for trying things out: a server that others can reach refuses to start while it works. */
export const demoPassword = 'acme-demo'

export interface DemoPerson {
  email: string
  name: string
  roles: readonly ('member' | 'approver' | 'admin' | 'auditor')[]
}

export const demoPeople: readonly DemoPerson[] = [
  { email: 'admin@acme.test', name: 'Ines Duarte', roles: ['admin'] },
  { email: 'approver@acme.test', name: 'Bea Moreau', roles: ['approver', 'member'] },
  { email: 'approver2@acme.test', name: 'Ada Okafor', roles: ['approver', 'member'] },
  { email: 'member@acme.test', name: 'Max Weber', roles: ['member'] },
  { email: 'auditor@acme.test', name: 'Noor Haddad', roles: ['auditor'] },
]

/** Each takes the operations with its tags from the back office's one document. */
export const demoConnections: readonly { name: string; title: string; tags: readonly string[] }[] = [
  { name: 'commerce', title: 'Commerce', tags: ['commerce'] },
  { name: 'helpdesk', title: 'Helpdesk', tags: ['helpdesk'] },
  { name: 'crm', title: 'CRM', tags: ['crm'] },
]

/** To click in an empty conversation. */
export const demoSentences: readonly string[] = [
  'Refund order 1042, 49.90 EUR, it arrived broken, and tell the customer we are sorry.',
  'What does ticket 88 say?',
  'Show the latest orders of ada@example.test.',
  'Set the priority of ticket 87 to urgent and assign it to max.weber@acme.test.',
  "Add a note to the contact Seán O'Brien: asked about the Christmas delivery.",
]
