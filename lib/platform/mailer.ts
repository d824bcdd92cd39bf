import { createTransport } from 'nodemailer'
import type { Env } from './env.ts'

/** A mail that tells a person of something: text alone, from this house's own address. */
export interface OutgoingNote {
  to: string
  subject: string
  text: string
  /** The same for every try, so that a mail that went out twice can be told from two mails. Without angle brackets. */
  id: string
  /** Where the reader changes how they hear. */
  preferencesUrl: string
}

/** Hands mails over to the organisation's mail server. Throws whatever kept it from being taken; nothing is tried again here. */
export interface Mailer {
  send(note: OutgoingNote): Promise<void>
}

const timeouts = { connectionTimeout: 5_000, greetingTimeout: 5_000, dnsTimeout: 5_000, socketTimeout: 15_000 }
/** A subject is one line, and no longer than a list shows. */
const subjectLength = 150

/** Null while notifications by mail are off: both variables belong to it. */
export function createMailer({ NOTIFY_SMTP_URL: url, NOTIFY_FROM: from, PUBLIC_URL }: Env): Mailer | null {
  if (url === undefined || from === undefined) return null
  const transport = createTransport({ url, ...timeouts, disableFileAccess: true, disableUrlAccess: true })
  const { hostname } = new URL(PUBLIC_URL)
  return {
    async send({ to, subject, text, id, preferencesUrl }) {
      await transport.sendMail({
        from,
        // As an object it is one address, whatever stands in it.
        to: { name: '', address: to },
        subject: oneLine(subject),
        text,
        messageId: `<${id}@${hostname}>`,
        headers: {
          'List-Unsubscribe': `<${preferencesUrl}>`,
          'Auto-Submitted': 'auto-generated',
          'X-Auto-Response-Suppress': 'All',
        },
      })
    },
  }
}

/** What others wrote may stand in a subject: no line breaks, no characters that are not seen. */
function oneLine(text: string): string {
  const plain = text
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim()
  return plain.length > subjectLength ? `${plain.slice(0, subjectLength - 1)}…` : plain
}
