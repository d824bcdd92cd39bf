import { type Platform, perPlatform, withTransaction } from '#lib/platform/index.ts'
import { createMailer, type Mailer } from '#lib/platform/mailer.ts'
import type { Caller } from '../caller.ts'
import { callerAgain } from '../find-caller.ts'
import { securityKinds } from './notification-kinds.ts'
import { loadPreferences } from './preference.ts'
import { endOfQuiet } from './quiet-hours.ts'
import { mailBatch, mailsAtOnce, mostInMail, mostTries, retryDelayMs } from './tunables.ts'

/** A notification whose mail is due. */
export interface DueMail {
  id: string
  kind: string
  actionId: string | null
  reviewId: string | null
  sentence: string
  createdAt: Date
  tries: number
}

/** One mail for everything that is due for a person; null: there is nothing left to tell. */
export type ComposeMail = (
  platform: Platform,
  reader: Caller,
  due: readonly DueMail[],
) => Promise<{ subject: string; text: string; preferencesUrl: string } | null>

const mailerOf = perPlatform((platform: Platform) => createMailer(platform.env))

/**
 * Sends the mails that are due, one a person and round, `mailsAtOnce` at once. Answers to how many people. Rows are taken by compare-and-set, with the time of the next
 * try written first: two workers send nothing twice, a worker that dies while sending leaves a mail that goes out again a minute
 * later (with the same Message-ID), and a mail server that is away is asked again with growing pauses, `mostTries` times.
 */
export async function deliverMails(platform: Platform, { compose, timeZone }: { compose: ComposeMail; timeZone: string }): Promise<number> {
  const mailer = mailerOf(platform)
  if (mailer === null) return 0
  const taken = await takeDue(platform)
  const left = [...taken]
  const sender = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [personId, due] = next
      await deliverTo(platform, mailer, { personId, due, compose, timeZone })
    }
  }
  await Promise.all(Array.from({ length: mailsAtOnce }, sender))
  return taken.size
}

/** Any number: takings follow each other, so that no two workers share what is due for one person. */
const takingLock = 7_262_317_103

async function takeDue(platform: Platform): Promise<Map<string, DueMail[]>> {
  const now = platform.clock.now()
  return withTransaction(platform, async (tx) => {
    await tx.$queryRaw`select pg_advisory_xact_lock(${takingLock}::bigint)::text`
    const rows = await tx.$queryRaw<(DueMail & { personId: string })[]>`
      select n.id, n."personId", n.kind, n."actionId", n."reviewId", n.sentence, n."createdAt", n.tries from notification n
      where n."mailAfter" <= ${now} and n."mailedAt" is null and n."personId" in (
        select d."personId" from notification d where d."mailAfter" <= ${now} and d."mailedAt" is null
        group by d."personId" order by min(d."mailAfter") limit ${mailBatch})
      order by n."createdAt", n.id limit ${mailBatch * mostInMail} for update of n`
    const taken = new Map<string, DueMail[]>()
    for (const { personId, ...row } of rows) taken.set(personId, [...(taken.get(personId) ?? []), row])
    for (const tries of new Set(rows.map((row) => row.tries))) {
      await tx.notification.updateMany({
        where: { id: { in: rows.filter((row) => row.tries === tries).map(({ id }) => id) }, mailedAt: null },
        data: { tries: tries + 1, mailAfter: new Date(now.getTime() + retryDelayMs(tries + 1)) },
      })
    }
    return taken
  })
}

async function deliverTo(
  platform: Platform,
  mailer: Mailer,
  { personId, due, compose, timeZone }: { personId: string; due: DueMail[]; compose: ComposeMail; timeZone: string },
): Promise<void> {
  const keep = async (rows: readonly DueMail[], data: object) => {
    if (rows.length === 0) return
    await platform.db.notification.updateMany({ where: { id: { in: rows.map(({ id }) => id) }, mailedAt: null }, data })
  }
  const send = async (reader: Caller, rows: readonly DueMail[]) => {
    const composed = rows.length === 0 ? null : await compose(platform, reader, rows)
    if (composed === null) return keep(rows, { mailAfter: null, tries: 0 })
    await mailer.send({ to: reader.email, id: rows.at(-1)?.id ?? personId, ...composed })
    await keep(rows, { mailAfter: null, mailedAt: platform.clock.now(), mailError: null })
  }
  try {
    const reader = await callerAgain(platform, { personId, apiKeyId: null })
    if (reader === null) return await keep(due, { mailAfter: null, tries: 0 })
    const isSecurity = ({ kind }: DueMail) => securityKinds.includes(kind)
    const usual = due.filter((row) => !isSecurity(row))
    await send(reader, due.filter(isSecurity))
    const { mail, quiet } = await loadPreferences(platform, personId)
    // Who has changed their choice since hears as they want to now.
    const wanted = usual.filter(({ kind }) => mail !== 'off' && (kind === 'digest') === (mail === 'digest'))
    await keep(
      usual.filter((row) => !wanted.includes(row)),
      { mailAfter: null, tries: 0 },
    )
    const loudAgain = quiet === null ? null : endOfQuiet(platform.clock.now(), quiet, timeZone)
    if (loudAgain !== null) return await keep(wanted, { mailAfter: loudAgain, tries: 0 })
    await send(reader, wanted)
  } catch (error) {
    await noteFailure(platform, due, error)
  }
}

/** What kept them from leaving is written beside them; after the last try they are given up, which the person's page says. */
async function noteFailure(platform: Platform, due: readonly DueMail[], error: unknown): Promise<void> {
  const mailError = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300)
  const spent = due.filter(({ tries }) => tries + 1 >= mostTries).map(({ id }) => id)
  await platform.db.notification.updateMany({ where: { id: { in: due.map(({ id }) => id) }, mailedAt: null }, data: { mailError } })
  if (spent.length > 0)
    await platform.db.notification.updateMany({ where: { id: { in: spent }, mailedAt: null }, data: { mailAfter: null } })
  platform.log.warn({ mailError, notifications: due.length, givenUp: spent.length }, 'a notification mail could not be sent')
}
