import { z } from 'zod'
import { defineOperation, fromZod } from '#lib/core/index.ts'
import type { MailClient } from './client.ts'

const oneLine = /^[^\r\n\0]*$/

const input = z.strictObject({
  to: z.email('an e-mail address, like ada@example.test').max(254).describe('The e-mail address of the one recipient.'),
  subject: z.string().min(1).max(500).regex(oneLine, 'one line of text').describe('What it is about, in one line.'),
  body: z.string().min(1).max(100_000).describe('The text of the e-mail, plain, as the recipient will read it.'),
})

const output = z.object({ messageId: z.string() })

/** Sends one e-mail as plain text. SMTP takes no key, so it is tried again only where the server said that it has nothing. */
export const sendMail = defineOperation<z.infer<typeof input>, z.infer<typeof output>, MailClient>({
  name: 'mail.send',
  title: 'Send an e-mail',
  description: 'Sends an e-mail with a subject and a plain text to one recipient. It cannot be taken back.',
  effect: 'irreversible',
  repeat: 'never',
  input: fromZod(input),
  output: fromZod(output),
  examples: [
    'e-mail {to} that {body}',
    'tell {to} that {body}',
    'send an e-mail to {to} about {subject}: {body}',
    'write to {to}: {body}',
    'let {to} know that {body}',
  ],
  revision: 1,
  outside: false,
  label: () => 'Send the e-mail',
  preview: {
    live: false,
    make: ({ to, subject, body }) => ({
      summary: `Send an e-mail to ${to}: ${subject}`,
      changes: [
        { path: 'to', label: 'To', before: null, after: to },
        { path: 'subject', label: 'Subject', before: null, after: subject },
        { path: 'body', label: 'Text', before: null, after: body },
      ],
      warnings: [],
    }),
  },
  async run({ to, subject, body }, { client, actionId, signal, requestId, beforeSend }) {
    const messageId = `<${actionId}@countersign>`
    await client.send({ to, subject, text: body, messageId }, { actionId, signal, requestId, beforeSend })
    return { messageId }
  },
})
