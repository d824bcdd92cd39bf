import type { Database } from './database.ts'
import { recordEffect } from './journal.ts'
import type { ParsedMail } from './mail-parser.ts'

export interface StoredMail {
  mailId: string
  at: string
  key: string | null
  messageId: string | null
  from: string
  to: string[]
  subject: string
  body: string
}

/** The action's id: what stands before the @ of the Message-ID. */
export function keyOf({ messageId }: Pick<ParsedMail, 'messageId'>): string | null {
  return /^<?([^@<>\s]{1,255})@/.exec(messageId ?? '')?.[1] ?? null
}

/** Puts a mail into the boxes of its recipients: the mail and its journal row in one transaction. Each delivery is an effect. */
export function deliverMail(db: Database, mail: ParsedMail & { from: string; to: readonly string[]; at: string }): void {
  const key = keyOf(mail)
  db.transaction(() => {
    const id = db.run(
      'INSERT INTO mail (at, key, message_id, sender, recipients, subject, body) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ...[mail.at, key, mail.messageId, mail.from, JSON.stringify(mail.to), mail.subject, mail.body],
    )
    const effect = {
      summary: `Mail to ${mail.to.join(', ')}: ${mail.subject}`,
      mailId: String(id),
      from: mail.from,
      to: mail.to,
      subject: mail.subject,
    }
    recordEffect(db, { at: mail.at, operation: 'mail.send', key, effect })
  })
}

/** Oldest first; all of them without a key. */
export function listMails(db: Database, key: string | null): StoredMail[] {
  const rows = db.all<Omit<StoredMail, 'to'> & { recipients: string }>(
    `SELECT CAST(id AS TEXT) AS mailId, at, key, message_id AS messageId, sender AS "from", recipients, subject, body
     FROM mail WHERE ?1 IS NULL OR key = ?1 ORDER BY id`,
    key,
  )
  return rows.map(({ recipients, ...mail }) => ({ ...mail, to: JSON.parse(recipients) as string[] }))
}
