export interface FactDoc {
  /** As a condition writes it. */
  name: string
  type: string
  doc: string
  /** A condition that uses it. */
  example: string
}

/** What rules can look at, one entry for each name: for the editor's completion and for docs/policy.md. */
export const factDocs: readonly FactDoc[] = [
  { name: 'operation', type: 'text', doc: 'The operation’s name.', example: 'operation == "billing.pay_invoice"' },
  { name: 'connection', type: 'text', doc: 'The name of the connection that it goes through.', example: 'connection == "crm"' },
  { name: 'connector', type: 'text', doc: 'What kind of connection that is: openapi, mail, countersign.', example: 'connector == "mail"' },
  { name: 'environment', type: 'text', doc: 'production or sandbox, as the connection says.', example: 'environment == "production"' },
  { name: 'effect', type: 'text', doc: 'read, write (can be undone or corrected) or irreversible.', example: 'effect == "irreversible"' },
  {
    name: 'repeat',
    type: 'text',
    doc: 'What doing it twice means: idempotent (the other side takes our key), harmless or never.',
    example: 'repeat == "never"',
  },
  { name: 'confirmed', type: 'true or false', doc: 'Whether an admin has confirmed what the operation does.', example: '!confirmed' },
  { name: 'undoable', type: 'true or false', doc: 'Whether there is an operation that takes it back.', example: 'undoable' },
  {
    name: 'input',
    type: 'object',
    doc: 'What was asked for. A member that is not there can’t be read: ask has(…) first.',
    example: 'has(input.priority) && input.priority == "urgent"',
  },
  { name: 'preview', type: 'object or null', doc: 'What will change. Null for reads.', example: 'preview != null' },
  { name: 'preview.changes', type: 'number', doc: 'How many things change.', example: 'preview != null && preview.changes > 10' },
  {
    name: 'preview.fields',
    type: 'list of text',
    doc: 'The paths of what changes; the first 100.',
    example: 'preview != null && "email" in preview.fields',
  },
  {
    name: 'money.minor',
    type: 'number or null',
    doc: 'All amounts of the input together, in minor units (cents) of the organisation’s currency. 0: none. Null: it could not be read.',
    example: 'money.known && money.minor > 2500',
  },
  { name: 'money.currency', type: 'text', doc: 'The organisation’s currency.', example: 'money.currency == "EUR"' },
  {
    name: 'money.known',
    type: 'true or false',
    doc: 'False: there is an amount that could not be read, or that has no exchange rate.',
    example: '!money.known',
  },
  { name: 'requester.id', type: 'text', doc: 'Who stands behind the request: the person’s id.', example: 'requester.id != "…"' },
  { name: 'requester.roles', type: 'list of text', doc: 'Their roles, as they hold them now.', example: '"admin" in requester.roles' },
  { name: 'requester.teams', type: 'list of text', doc: 'The names of their teams.', example: '!("finance" in requester.teams)' },
  {
    name: 'requester.key',
    type: 'object or null',
    doc: 'The API key that asked. Null: the person themselves.',
    example: 'requester.key == null',
  },
  {
    name: 'requester.key.ageDays',
    type: 'number',
    doc: 'Whole days since the key was made.',
    example: 'requester.key != null && requester.key.ageDays < 7',
  },
  {
    name: 'requester.key.scopes',
    type: 'list of text',
    doc: 'What the key may do beyond asking.',
    example: 'requester.key != null && "decide" in requester.key.scopes',
  },
  { name: 'via', type: 'text', doc: 'The door that it came through: chat, api, workflow, mcp or schedule.', example: 'via == "api"' },
  {
    name: 'tainted',
    type: 'true or false',
    doc: 'Whoever asked had content from outside the organisation in sight.',
    example: 'tainted && effect != "read"',
  },
  { name: 'sources', type: 'number', doc: 'How many pieces of content from outside that was.', example: 'sources > 3' },
  {
    name: 'sourceOperations',
    type: 'list of text',
    doc: 'The operations that brought them in.',
    example: '"desk.read_case" in sourceOperations',
  },
  {
    name: 'recipients',
    type: 'list of {domain, known}',
    doc: 'The domains of the e-mail addresses in the input. Known: something reached it before, or a colleague’s address has it.',
    example: 'recipients.exists(r, r.domain == "example.test")',
  },
  {
    name: 'newRecipient',
    type: 'true or false',
    doc: 'Whether one of the recipients is not known.',
    example: 'operation == "mail.send" && newRecipient',
  },
  {
    name: 'model',
    type: 'object or null',
    doc: 'The model that asked. Null: a person or a program did, without one.',
    example: 'model != null',
  },
  { name: 'model.label', type: 'text', doc: 'Its name.', example: 'model != null && model.label == "Rules model"' },
  {
    name: 'model.confidence',
    type: 'number or null',
    doc: 'How sure it was, from 0 to 1; null where it does not say.',
    example: 'model != null && model.confidence != null && model.confidence < 0.5',
  },
  { name: 'hour', type: 'number', doc: 'The hour in the organisation’s time zone, 0 to 23.', example: 'hour >= 22 || hour < 6' },
  { name: 'weekday', type: 'number', doc: 'The day in the organisation’s time zone; 1 is Monday.', example: 'weekday > 5' },
  { name: 'businessHours', type: 'true or false', doc: 'Whether the organisation works at this moment.', example: '!businessHours' },
  {
    name: 'count',
    type: 'function (operations, time, whose): number',
    doc: 'How many actions were asked for before this one in that time ("1h" to "30d"), by the "requester", through the "connection" or by "everyone". What was denied, rejected, cancelled, expired or failed does not count.',
    example: 'count("billing.pay_invoice", "24h", requester) >= 5',
  },
  {
    name: 'sum',
    type: 'function (operations, time, whose): number',
    doc: 'As count, but what they amount to in minor units of the organisation’s currency.',
    example: 'sum("commerce.*", "7d", "everyone") + money.minor > 100000',
  },
]
