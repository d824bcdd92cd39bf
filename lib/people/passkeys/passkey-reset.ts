import { recordAudit } from '#lib/audit/index.ts'
import { AppError } from '#lib/core/index.ts'
import { type Platform, type Tx, withTransaction } from '#lib/platform/index.ts'
import type { Caller } from '../caller.ts'
import { announcePerson } from '../person-view.ts'
import { requireSession } from './ask-passkey.ts'
import { tellAdmins, tellOwner } from './tell-of-passkeys.ts'

/** How long the second admin has, and then how long the person has to add a passkey. */
const stepMs = 24 * 3_600_000

/** A reset that is under way. */
export interface PasskeyResetView {
  personId: string
  firstBy: { id: string; name: string }
  /** Both have said so: the old passkeys are gone, and a new one may be added with the password. */
  confirmed: boolean
  expiresAt: string
}

/** Resets under way of these people. */
export async function openPasskeyResets(platform: Platform, personIds: readonly string[]): Promise<PasskeyResetView[]> {
  const rows = await platform.db.passkeyReset.findMany({
    where: { personId: { in: [...personIds] }, usedAt: null, cancelledAt: null, expiresAt: { gt: platform.clock.now() } },
    orderBy: { firstAt: 'asc' },
  })
  const firsts = await platform.db.person.findMany({ where: { id: { in: rows.map(({ firstById }) => firstById) } } })
  const nameOf = (id: string) => firsts.find((person) => person.id === id)?.name ?? 'an admin'
  return rows.map(({ personId, firstById, secondAt, expiresAt }) => ({
    personId,
    firstBy: { id: firstById, name: nameOf(firstById) },
    confirmed: secondAt !== null,
    expiresAt: expiresAt.toISOString(),
  }))
}

/**
 * One admin says that a person has lost their passkeys; when another says so too, within a day, all of them are removed, the
 * person's sessions end, and for a day the password is enough to add a new one. Throws `forbidden` for who is no admin or is that
 * person, `conflict` for the same admin twice.
 */
export async function confirmPasskeyReset(
  platform: Platform,
  { caller, personId }: { caller: Caller; personId: string },
): Promise<{ state: 'needs_another' | 'reset' }> {
  requireSession(caller)
  return withTransaction(platform, async (tx) => {
    await requireOtherAdmin(tx, caller, personId)
    await requirePasskeys(tx, personId)
    const open = await openOf(platform, tx, personId)
    if (open?.firstById === caller.personId)
      throw new AppError('conflict', 'You have said so already. It takes another admin: neither you nor the person themselves.')
    if (open === null || !(await isAdmin(tx, open.firstById))) {
      await begin(platform, tx, caller, personId, open)
      return { state: 'needs_another' }
    }
    await complete(platform, tx, caller, open)
    return { state: 'reset' }
  })
}

/** Stops one that is under way: any admin, or the person, who may know better. Throws `not_found`, `forbidden`. */
export async function cancelPasskeyReset(platform: Platform, { caller, personId }: { caller: Caller; personId: string }): Promise<void> {
  requireSession(caller)
  await withTransaction(platform, async (tx) => {
    await lockPerson(tx, personId)
    if (personId !== caller.personId && !(await isAdmin(tx, caller.personId)))
      throw new AppError('forbidden', 'Only an admin, or the person themselves, stops this.')
    const { count } = await tx.passkeyReset.updateMany({
      where: { personId, usedAt: null, cancelledAt: null, expiresAt: { gt: platform.clock.now() } },
      data: { cancelledAt: platform.clock.now() },
    })
    if (count === 0) throw new AppError('not_found', 'No reset of these passkeys is under way.')
    await record(platform, tx, caller, personId, 'passkey.reset_cancelled', {})
  })
}

type Reset = NonNullable<Awaited<ReturnType<typeof openOf>>>

function openOf(platform: Platform, tx: Tx, personId: string) {
  return tx.passkeyReset.findFirst({
    where: { personId, secondAt: null, cancelledAt: null, expiresAt: { gt: platform.clock.now() } },
    orderBy: { firstAt: 'desc' },
  })
}

/** What the first admin said counts only while they are one. */
async function begin(platform: Platform, tx: Tx, caller: Caller, personId: string, stale: Reset | null): Promise<void> {
  const now = platform.clock.now()
  if (stale !== null) await tx.passkeyReset.updateMany({ where: { id: stale.id, cancelledAt: null }, data: { cancelledAt: now } })
  const expiresAt = new Date(now.getTime() + stepMs)
  const id = platform.ids()
  await tx.passkeyReset.create({ data: { id, personId, firstById: caller.personId, firstAt: now, expiresAt } })
  await record(platform, tx, caller, personId, 'passkey.reset_asked', { expiresAt: expiresAt.toISOString() })
  const { name } = await tx.person.findUniqueOrThrow({ where: { id: personId }, select: { name: true } })
  const mine = `${caller.name} says that you lost your passkeys. If you did not, stop it on your account page.`
  await tellOwner(platform, tx, { personId, key: id, sentence: mine })
  const theirs = `${caller.name} says that ${name} lost their passkeys. It takes one more admin, on the page People.`
  await tellAdmins(platform, tx, { personId, key: id, sentence: theirs }, [caller.personId, personId])
}

async function complete(platform: Platform, tx: Tx, caller: Caller, { id, personId, firstById }: Reset): Promise<void> {
  const now = platform.clock.now()
  const expiresAt = new Date(now.getTime() + stepMs)
  const { count } = await tx.passkeyReset.updateMany({
    where: { id, secondAt: null, cancelledAt: null },
    data: { secondById: caller.personId, secondAt: now, expiresAt },
  })
  if (count !== 1) throw new AppError('conflict', 'This reset was confirmed or stopped in the same moment. Look again.')
  const removed = await tx.passkey.findMany({ where: { personId, removedAt: null }, select: { id: true } })
  await tx.passkey.updateMany({ where: { personId, removedAt: null }, data: { removedAt: now } })
  // A lost device may still be signed in.
  await tx.person.update({ where: { id: personId }, data: { sessionVersion: { increment: 1 } } })
  const content = {
    firstBy: firstById,
    secondBy: caller.personId,
    removed: removed.map((passkey) => passkey.id),
    expiresAt: expiresAt.toISOString(),
  }
  await record(platform, tx, caller, personId, 'passkey.reset', content)
  const sentence = 'Two admins removed your old passkeys. For a day, your password is enough to add a new one.'
  await tellOwner(platform, tx, { personId, key: `${id}-done`, sentence })
}

/** Locks the person, and looks at the caller's roles as they are now: of two who take them away meanwhile, one is seen. */
async function requireOtherAdmin(tx: Tx, caller: Caller, personId: string): Promise<void> {
  if (caller.personId === personId)
    throw new AppError('forbidden', 'These are your own passkeys: two other admins have to say that you lost them.')
  await lockPerson(tx, personId)
  if (!(await isAdmin(tx, caller.personId))) throw new AppError('forbidden', 'Only an admin can say so.')
}

async function requirePasskeys(tx: Tx, personId: string): Promise<void> {
  if ((await tx.passkey.count({ where: { personId } })) === 0)
    throw new AppError('conflict', 'This person never had a passkey: they can add one with their password.')
}

async function lockPerson(tx: Tx, personId: string): Promise<void> {
  await tx.$queryRaw`select 1 from person where id = ${personId}::uuid for no key update`
  if ((await tx.person.count({ where: { id: personId } })) === 0) throw new AppError('not_found', 'There is no such person.')
}

async function isAdmin(tx: Tx, id: string): Promise<boolean> {
  return (await tx.person.count({ where: { id, active: true, roles: { has: 'admin' } } })) > 0
}

async function record(platform: Platform, tx: Tx, caller: Caller, personId: string, kind: string, content: object): Promise<void> {
  await recordAudit(tx, { kind, actor: { kind: 'person', id: caller.personId }, subject: { kind: 'person', id: personId }, content })
  await announcePerson(platform, tx, personId)
}
