/** Small answers of the right shape, so that names and addresses can be looked up. By operation. */
type Reads = Readonly<Record<string, (input: Record<string, unknown>) => unknown>>

const eur = (amount: string) => ({ amount, currency: 'EUR' })

const contacts = [
  {
    contactId: '17',
    customerId: '2001',
    name: 'Maria Rossi',
    email: 'maria.rossi@example.test',
    phone: null,
    company: 'Rossi Srl',
    creditLimit: eur('1000.00'),
  },
  {
    contactId: '21',
    customerId: '2002',
    name: 'Tom Bauer',
    email: 'tom@example.test',
    phone: '+43 1 234',
    company: null,
    creditLimit: eur('500.00'),
  },
]

/** What the customer wrote in each ticket; the rest tell of a broken lid. */
const letters: Readonly<Record<string, string>> = {
  '87': 'Dear team,\n\nthe blue vase came with a crack. Please refund order 1042, 49.90 EUR.\n\nKind regards\nLea Okafor\n\nThank you!',
}

export const demoReads: Reads = {
  'commerce.get_order': ({ orderId }) => ({
    orderId,
    status: 'delivered',
    customer: { customerId: '2003', name: 'Jana Novak', email: 'jana.novak@example.test' },
    items: [{ productId: '301', name: 'Kettle', quantity: 1, price: eur('60.00') }],
    total: eur('64.90'),
    paid: eur('64.90'),
    refunded: eur(orderId === '1052' ? '14.90' : '0.00'),
    placedAt: '2026-02-20T10:00:00Z',
  }),
  'crm.find_contact': ({ email }) => {
    const items = contacts.filter((contact) => contact.email === email)
    return { items, total: items.length }
  },
  'crm.search_contacts': ({ name }) => {
    const items = contacts.filter((contact) => contact.name.toLowerCase().includes(String(name).toLowerCase()))
    return { items, total: items.length }
  },
  'crm.get_contact': ({ contactId }) => contacts.find((contact) => contact.contactId === contactId) ?? null,
  'helpdesk.get_ticket': ({ ticketId }) => ({
    ticketId,
    status: 'open',
    priority: 'normal',
    requesterEmail: 'lea@example.test',
    requesterName: 'Lea Okafor',
    subject: 'Lid is broken',
    messages: [
      {
        messageId: '1',
        kind: 'customer',
        author: 'Lea Okafor',
        body: letters[String(ticketId)] ?? 'The lid was broken when it came.',
        at: '2026-02-27T08:00:00Z',
      },
    ],
  }),
}

const keepers = [
  { id: 7, full_name: 'Rosa Lindqvist', email: 'rosa@example.test' },
  { id: 9, full_name: 'Ben Achterberg', email: 'ben@example.test' },
]

export const gardenReads: Reads = {
  'garden.list_keepers': ({ name, email }) => ({
    keepers: keepers.filter(
      (keeper) => (name === undefined || keeper.full_name.includes(String(name))) && (email === undefined || keeper.email === email),
    ),
  }),
  'garden.get_booking': ({ booking_no }) => ({
    booking_no,
    tour_on: '2026-03-14',
    party_size: 4,
    language: 'english',
    status: 'paid',
    guest: { full_name: 'Hana Sato', email: 'hana@example.test' },
    fee_cents: 3000,
    rebated_cents: 0,
    fee_currency: 'EUR',
  }),
  'garden.get_specimen': ({ specimen_id }) => ({
    id: specimen_id,
    species: 'Rosa canina',
    common_name: 'Dog rose',
    bed_code: 'A-01',
    state: 'healthy',
    planted_on: '2019-04-02',
  }),
}
