import type { Receipt } from '#lib/core/receipt.ts'
import { receiptStatement } from '#lib/core/receipt-statement.ts'
import { webCrypto } from './bytes.ts'
import { type Check, type CheckName, type Finding, fails, fits, open } from './check.ts'
import { checkApproval } from './check-approval.ts'
import { checkDigest } from './check-digest.ts'
import { checkEvents, checkPlace } from './check-log.ts'
import { checkPasskeys, hasPasskeys } from './check-passkeys.ts'
import { checkSignature } from './check-signature.ts'
import { checkStory } from './check-story.ts'

export interface Trust {
  /** The log's key (`name+id+key`) as it is known from elsewhere. Without it the key in the receipt is believed. */
  logKey?: string
}

type NamedCheck = [CheckName, () => Finding | Promise<Finding>]

/**
 * Checks a receipt with nothing but WebCrypto: no server is asked, and nothing in it is believed unless a hash or a signature says so.
 * Takes whatever a file held. Answers every check, in the order in which they build on each other.
 */
export async function verifyReceipt(receipt: unknown, { logKey }: Trust = {}): Promise<Check[]> {
  const given = receipt as Receipt
  // Only where there are any: most receipts have none.
  const passkeys: NamedCheck[] = isReceipt(receipt) && hasPasskeys(given) ? [['passkey', () => checkPasskeys(given)]] : []
  const checks: readonly NamedCheck[] = [
    ['digest', () => checkDigest(given)],
    ['approval', () => checkApproval(given)],
    ...passkeys,
    ['story', () => checkStory(given)],
    ['statement', () => checkStatement(given)],
    ['events', () => checkEvents(given)],
    ['place', () => checkPlace(given)],
    ['signature', () => checkSignature(given, logKey)],
  ]
  return Promise.all(checks.map(async ([name, check]) => ({ name, ...(await findingOf(name, check, isReceipt(receipt))) })))
}

const needsHashes: ReadonlySet<CheckName> = new Set(['digest', 'passkey', 'events', 'place', 'signature'])

async function findingOf(name: CheckName, check: () => Finding | Promise<Finding>, readable: boolean): Promise<Finding> {
  if (!readable) return fails('This is not a receipt of this format and version.')
  if (needsHashes.has(name) && webCrypto() === null)
    return open('Not checked in this browser: it computes hashes only on pages that come over https or from this machine.')
  try {
    return await check()
  } catch {
    return fails('This part of the receipt is missing or damaged.')
  }
}

function isReceipt(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { format, version } = value as Partial<Receipt>
  return format === 'countersign.receipt' && version === 1
}

function checkStatement(receipt: Receipt): Finding {
  const [given, made] = [receipt.statement, receiptStatement(receipt)]
  return given.length === made.length && made.every((sentence, at) => sentence === given[at])
    ? fits('Its sentences are those that its data give.')
    : fails('Its sentences say something else than its data.')
}
