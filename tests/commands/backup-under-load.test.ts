import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { resolveAction, runAction, sweepActions } from '#lib/actions/index.ts'
import { decideAction } from '#lib/approvals/index.ts'
import { sequenceAudit, verifyAudit } from '#lib/audit/index.ts'
import { makeBackup } from '#scripts/backup/make-backup.ts'
import { startEmbeddedPostgres } from '#scripts/postgres/embedded-postgres.ts'
import { cleanUp } from '#tests/support/clean-up.ts'
import { openHouse, refund } from '#tests/support/house.ts'
import { temporaryFolder } from '#tests/support/temporary-folder.ts'
import { testPlatform } from '#tests/support/test-platform.ts'
import { runCommand } from './run-command.ts'

const house = await openHouse({ random: () => 0 })
const { platform, demo, approver } = house
const folder = await temporaryFolder()
cleanUp(folder.remove)
const file = join(folder.path, 'backup.tar')
const restoredDir = join(folder.path, 'restored')

const keys = { ENCRYPTION_KEY: platform.env.ENCRYPTION_KEY ?? '', AUTH_SECRET: platform.env.AUTH_SECRET ?? '', SMTP_URL: demo.smtpUrl }
const restored = { ...keys, DATA_DIR: restoredDir }

async function approved(operation: string, input: unknown): Promise<string> {
  const { id } = await house.ask(operation, input)
  const prepared = await house.prepare(id)
  if (prepared.status !== 'awaiting_approval') return id
  await decideAction(platform, { actionId: id, caller: approver, verdict: 'approve', digest: prepared.digest ?? '' })
  return id
}

const ticket = { subject: 'Broken lamp', body: 'It arrived broken.', requesterEmail: 'jo@example.com', priority: 'low' }
const limit = (contactId: string, amount: string) => ({ contactId, amount: { amount, currency: 'EUR' } })
const status = async (id: string) => (await house.look(id)).status
const effects = async (id: string) => (await demo.journal(id)).length

/** Actions that are asked and run while the backup is made, so that no moment of it is quiet. */
function keepBusy(): () => Promise<number> {
  let stopped = false
  const working = (async () => {
    let number = 0
    for (; !stopped; number += 1) {
      await house.work((await house.ask('crm.create_note', { contactId: '501', text: `note ${number}` })).id)
      await sequenceAudit(platform)
    }
    return number
  })()
  return () => {
    stopped = true
    return working
  }
}

test('made while actions run, restored elsewhere: nothing is lost, nothing runs twice, the log is whole', {
  timeout: 120_000,
}, async () => {
  const waiting = (await house.ask('commerce.refund_order', refund('3.00', '1050'))).id
  expect((await house.prepare(waiting)).status).toBe('awaiting_approval')
  const asked = (await house.ask('crm.set_credit_limit', limit('503', '31.00'))).id
  const queuedRefund = await approved('commerce.refund_order', refund('4.00', '1051'))
  const queuedTicket = await approved('helpdesk.create_ticket', ticket)
  const queuedLimit = await approved('crm.set_credit_limit', limit('504', '32.00'))
  const [runningRefund, runningLimit] = [
    await approved('commerce.refund_order', refund('5.00', '1052')),
    await approved('crm.set_credit_limit', limit('505', '33.00')),
  ]
  await demo.addFault({ path: '/orders/1052/refunds', mode: 'slow' })
  await demo.addFault({ path: '*', method: 'PUT', mode: 'slow' })
  const running = [runningRefund, runningLimit].map((id) => runAction(platform, id, 'slow'))
  await expect.poll(async () => [await status(runningRefund), await status(runningLimit)]).toEqual(['running', 'running'])
  await expect.poll(async () => [await effects(runningRefund), await effects(runningLimit)]).toEqual([1, 1])

  const stopBusy = keepBusy()
  const { ENCRYPTION_KEY, AUTH_SECRET } = keys
  await makeBackup({
    file,
    force: false,
    ownerUrl: platform.database.ownerUrl,
    dataDir: platform.env.DATA_DIR,
    secrets: { ENCRYPTION_KEY, AUTH_SECRET },
    passphrase: null,
  })
  expect(await stopBusy()).toBeGreaterThan(0)

  // The world goes on for a while, and then that machine is gone.
  await Promise.all(running)
  for (const id of [queuedRefund, queuedTicket, queuedLimit]) {
    await runAction(platform, id, 'before the end')
    expect([await status(id), await effects(id)]).toEqual(['succeeded', 1])
  }

  const back = await runCommand(restored, 'restore', file)
  expect(back).toMatchObject({ code: 0 })
  expect(back.out).toContain('The audit log is whole')
  expect(back.out).toContain('nothing is missing')

  const postgres = await startEmbeddedPostgres({ dataDir: restoredDir, durable: false })
  cleanUp(() => postgres.stop())
  const database = { appUrl: postgres.urls.app, ownerUrl: postgres.urls.owner, adminUrl: postgres.urls.admin }
  const later = await testPlatform({ database, variables: { DATA_DIR: restoredDir, SMTP_URL: demo.smtpUrl }, random: () => 0 })
  const found = async (id: string) => later.db.action.findUniqueOrThrow({ where: { id } })

  for (const id of [queuedLimit, runningLimit, asked]) expect(await found(id)).toMatchObject({ status: 'outcome_unknown' })
  expect((await found(waiting)).waitingNote).toContain('may have been approved and have run')
  await sweepActions(later)
  later.clock.advance(60_000)
  for (const id of [queuedRefund, queuedTicket, runningRefund]) await runAction(later, id, 'after')
  for (const id of [queuedRefund, queuedTicket, runningRefund]) expect(await found(id)).toMatchObject({ status: 'succeeded', attempts: 2 })
  for (const id of [queuedRefund, queuedTicket, runningRefund, queuedLimit, runningLimit]) expect(await effects(id), id).toBe(1)
  expect(await effects(asked)).toBe(0)

  // A person looks, says what they found, and that is the end of it.
  await resolveAction(later, { actionId: queuedLimit, outcome: 'succeeded', comment: 'the limit is there', caller: approver })
  expect(await found(queuedLimit)).toMatchObject({ status: 'succeeded' })
  await sequenceAudit(later)
  expect(await verifyAudit(later)).toMatchObject({ ok: true })
  await guardsStand(postgres.urls.owner)
  const numbers = await later.db.$queryRaw<{ ahead: boolean }[]>`
    select coalesce((select max(id) from outbox), 0) <= last_value as ahead from outbox_id_seq`
  expect(numbers).toEqual([{ ahead: true }])
})

async function guardsStand(ownerUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl })
  await client.connect()
  try {
    for (const table of ['audit_event', 'audit_leaf', 'audit_checkpoint'])
      await expect(client.query(`delete from ${table}`)).rejects.toThrow('can only be added to')
  } finally {
    await client.end()
  }
}
