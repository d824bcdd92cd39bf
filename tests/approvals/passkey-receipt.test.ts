import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { verifyReceipt } from '#components/receipt/verify-receipt.ts'
import { actionReceipt } from '#lib/actions/index.ts'
import { askForSignature, decideAction } from '#lib/approvals/index.ts'
import { sequenceAudit } from '#lib/audit/index.ts'
import { type Receipt, receiptSchema, receiptStatement } from '#lib/core/index.ts'
import { listPasskeys } from '#lib/people/index.ts'
import { changePolicy } from '#lib/policy/index.ts'
import { openHouse, refund } from '../support/house.ts'
import { passkeyOf } from '../support/passkey-of.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const house = await openHouse()
const { platform, approver, approver2, admin, member } = house
const folder = await temporaryFolder()
await changePolicy(platform, {
  rules: [
    {
      name: 'refunds',
      operations: ['commerce.refund_order'],
      condition: null,
      verdict: 'require_approval',
      requirements: [{ role: 'approver', quorum: 1, requesterExcluded: true, stepUp: true }],
      reason: 'Money leaves the house.',
    },
  ],
  tests: [],
  comment: 'a test',
  caller: admin,
})
const device = await passkeyOf(platform, approver)

async function signedRefund(orderId: string): Promise<Receipt> {
  const { id } = await house.ask('commerce.refund_order', refund('49.90', orderId))
  const digest = (await house.prepare(id)).digest ?? ''
  const decision = { actionId: id, caller: approver, verdict: 'approve', digest } as const
  const { options } = await askForSignature(platform, decision)
  await decideAction(platform, { ...decision, signature: device.sign(options) })
  await house.work(id)
  await sequenceAudit(platform, { everything: true })
  return JSON.parse(JSON.stringify(await actionReceipt(platform, { actionId: id, caller: member })))
}
const done = await signedRefund('1042')

const checksOf = async (receipt: Receipt) => (await verifyReceipt(receipt)).filter(({ ok }) => ok !== true).map(({ name }) => name)

/** The documented script, as a stranger runs it. */
async function script(receipt: Receipt, ...known: string[]): Promise<{ code: number; said: string }> {
  const path = join(folder.path, `${crypto.randomUUID()}.json`)
  await writeFile(path, JSON.stringify(receipt))
  const run = promisify(execFile)(process.execPath, ['docs/verify-passkey-signature.mjs', path, ...known])
  return run.then(
    ({ stdout }) => ({ code: 0, said: stdout }),
    ({ code, stdout, stderr }) => ({ code, said: `${stdout}${stderr}` }),
  )
}

test('a signed refund: the receipt carries the signature, says so, and every check passes', async () => {
  expect(() => receiptSchema.parse(done)).not.toThrow()
  expect(await checksOf(done)).toEqual([])
  expect((await verifyReceipt(done)).find(({ name }) => name === 'passkey')?.detail).toMatch(
    /^Bea Moreau’s passkey [0-9a-f]{16} signed exactly this digest and “approve”\.$/,
  )
  expect(done.statement[1]).toMatch(/^Bea Moreau approved exactly what is shown here with a passkey, /)
})

test('the documented script verifies it with nothing but Node.js, and knows the key by its fingerprint', async () => {
  const [passkey] = await listPasskeys(platform, approver.personId)
  expect(await script(done)).toEqual({ code: 0, said: expect.stringContaining('fits') })
  expect(await script(done, passkey?.fingerprint ?? '')).toMatchObject({ code: 0 })
  expect(await script(done, '0123456789abcdef')).toEqual({ code: 1, said: expect.stringContaining('not one that you named') })
})

const otherDevice = await passkeyOf(platform, approver2)
const second = await signedRefund('1043')
const flip = (text: string, at: number) => {
  const bytes = Buffer.from(text, 'base64url')
  bytes[at] = (bytes[at] ?? 0) ^ 1
  return bytes.toString('base64url')
}
type Signature = NonNullable<Receipt['decisions'][number]['signature']>

test.each<[string, (decision: Receipt['decisions'][number], signature: Signature) => void]>([
  ['another verdict', (decision) => Object.assign(decision, { verdict: 'reject' })],
  ['another digest', (decision) => Object.assign(decision, { digest: second.action.digest })],
  ['another person', (decision) => Object.assign(decision, { person: { id: approver2.personId, name: approver2.name } })],
  ['another nonce', (_decision, signature) => Object.assign(signature, { nonce: second.decisions[0]?.signature?.nonce })],
  [
    'the signature of another decision',
    (_decision, signature) => Object.assign(signature, { signature: second.decisions[0]?.signature?.signature }),
  ],
  ['another key', (_decision, signature) => Object.assign(signature, { publicKey: otherDevice.publicKey })],
  ['a domain that the key does not belong to', (_decision, signature) => Object.assign(signature, { rpId: 'evil.example' })],
  ['another origin', (_decision, signature) => Object.assign(signature, { origin: 'http://localhost:1' })],
  [
    'a device that did not verify',
    (_decision, signature) => Object.assign(signature, { authenticatorData: flip(signature.authenticatorData, 32) }),
  ],
])('a receipt with %s is found out, by the page and by the script', async (_what, forge) => {
  const forged = structuredClone(done)
  const [decision] = forged.decisions
  if (decision?.signature == null) throw new Error('there is no signature to forge')
  forge(decision, decision.signature)
  forged.statement = receiptStatement(forged)
  const failed = await checksOf(forged)
  expect(failed).toContain('passkey')
  // The log holds it as it was, too.
  expect(failed).toContain('approval')
  expect((await script(forged)).code).toBe(1)
})

test('a receipt that leaves the signature out is found out: the log knows of it, and the policy asked for it', async () => {
  const forged = structuredClone(done)
  for (const decision of forged.decisions) decision.signature = null
  forged.statement = receiptStatement(forged)
  expect(await checksOf(forged)).toEqual(['approval'])
  expect((await script(forged)).code).toBe(1)
})
